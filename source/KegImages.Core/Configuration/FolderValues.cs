namespace KegImages.Configuration;

/// <summary>Of several images that share a folder, which one its <c>values.yml</c> means by what it can say of one only: <c>IMAGE</c>, the
/// alias, the target, <c>KEG_IMAGE_FROM</c>. The rest of it is for all of them. Pure.</summary>
internal static class FolderValues
{
    /// <summary>The places, those of further images with what the <c>values.yml</c> says of all images alone.</summary>
    /// <param name="naming">What folders are called by themselves.</param>
    public static ImmutableArray<ImagePlace> Divide(IReadOnlyCollection<ImagePlace> places, ImageNaming naming)
    {
        var first = places.Where(place => place.Folder.Values is not null).GroupBy(place => place.Folder.Path, StringComparer.Ordinal)
            .Select(folder => FirstOf([.. folder], naming)).OfType<ImagePlace>().ToHashSet(ReferenceEqualityComparer.Instance);
        return [.. places.Select(place => first.Contains(place) ? place : place with { Folder = Shared(place, naming) })];
    }

    private static ImagePlace? FirstOf(IReadOnlyList<ImagePlace> places, ImageNaming naming) => places is [var only] ? only
        : places.FirstOrDefault(place => naming.Of(place)?.ToString() == naming.WrittenIn(place.Folder.Values!))
            ?? places.FirstOrDefault(place => place.Folder.IsUsual && place.Said?.Dockerfile is null);

    private static ImageFolder Shared(ImagePlace place, ImageNaming naming)
    {
        if (place.Folder.Values is not { } values)
            return place.Folder;
        var env = values.Env.Remove(ValuesFormat.KegImageFrom);
        if (env.TryGetValue(ValuesFormat.Image, out var image))
            env = naming.Of(place) is { } name ? env.SetItem(ValuesFormat.Image, image with { Value = name.ToString() })
                : env.Remove(ValuesFormat.Image);
        return place.Folder with { Values = values with { Env = env, Alias = null, Target = null, IsShared = true } };
    }
}
