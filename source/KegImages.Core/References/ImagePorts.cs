namespace KegImages.References;

/// <summary>Ports as images and engines write them, with their protocol: <c>19006/tcp</c>.</summary>
internal static class ImagePorts
{
    /// <summary>Their numbers, in order.</summary>
    public static ImmutableArray<int> Of(IEnumerable<string> exposed) =>
        [.. exposed.Select(port =>
            int.TryParse(port.Split('/')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
                : 0).Where(port => port > 0).Distinct().Order()];
}
