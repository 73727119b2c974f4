using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using KegImages.Images;

namespace KegImages.Registry;

/// <summary>An image's configuration. See <see href="https://github.com/opencontainers/image-spec/blob/v1.1.0/config.md"/>.</summary>
public sealed record ImageConfig
{
    /// <summary>The image's labels.</summary>
    public required ImmutableSortedDictionary<string, string> Labels { get; init; }

    /// <summary>Its triggers: instructions without <c>ONBUILD</c>, which a build on it carries out first.</summary>
    public ImmutableArray<string> OnBuild { get; init; } = [];

    /// <summary>The ports that it exposes, in order.</summary>
    public ImmutableArray<int> ExposedPorts { get; init; } = [];

    /// <summary>The digests of its layers' uncompressed content, the lowest first: a child begins with all of its parent's.</summary>
    public required ImmutableArray<Digest> DiffIds { get; init; }

    /// <summary>When it was created, where it says.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>Operating system and processor, <c>linux/amd64</c>.</summary>
    public required string Platform { get; init; }

    /// <summary>Reads a configuration. Throws <see cref="FailedException"/> when the bytes are none.</summary>
    public static ImageConfig Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var document = JsonSerializer.Deserialize(bytes, RegistryJson.Default.ConfigDocument) ?? new ConfigDocument();
            return new ImageConfig
            {
                Labels = (document.Config?.Labels ?? []).ToImmutableSortedDictionary(StringComparer.Ordinal),
                OnBuild = [.. document.Config?.OnBuild ?? []],
                ExposedPorts = PortsOf((document.Config?.ExposedPorts ?? []).Keys),
                DiffIds = [.. (document.Rootfs?.DiffIds ?? []).Select(Digest.Parse)],
                Created = document.Created,
                Platform = $"{document.Os}/{document.Architecture}",
            };
        }
        catch (Exception exception) when (exception is JsonException or WrongUseException)
        {
            throw new FailedException($"an image's configuration cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>The numbers of ports that are written with their protocol, <c>19006/tcp</c>, in order.</summary>
    internal static ImmutableArray<int> PortsOf(IEnumerable<string> exposed) =>
        [.. exposed.Select(port => int.TryParse(port.Split('/')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).Where(port => port > 0).Distinct().Order()];
}
