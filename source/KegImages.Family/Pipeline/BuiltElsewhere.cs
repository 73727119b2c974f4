using KegImages.Reports;

namespace KegImages.Pipeline;

/// <summary>What runs on other machines built for this one's plan, as their reports say: how long it took, which nobody else
/// knows.</summary>
/// <param name="LastBuilds">How long images took.</param>
/// <param name="Digests">What those runs built, by digest.</param>
internal sealed record BuiltElsewhere(ImmutableDictionary<ImageName, LastBuild> LastBuilds, ImmutableHashSet<Digest> Digests)
{
    private const string ReportFile = "family.json";
    private const int MostReports = 1_000;
    private const long MostBytes = 16 * 1024 * 1024;

    /// <summary>Where nothing was built elsewhere.</summary>
    public static BuiltElsewhere Nothing { get; } = new(ImmutableDictionary<ImageName, LastBuild>.Empty, []);

    /// <summary>What was built by the reports in a folder, whatever folders they are in; of two, the later one in the order of their
    /// names counts.</summary>
    /// <param name="folder">The folder; where there is none, nothing was built elsewhere.</param>
    /// <param name="note">Is told of a report that cannot be read: what it would say changes no image.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<BuiltElsewhere> ReadAsync(string folder, Action<string> note,
        CancellationToken cancellationToken)
    {
        var builds = ImmutableDictionary.CreateBuilder<ImageName, LastBuild>();
        var digests = ImmutableHashSet.CreateBuilder<Digest>();
        var files = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, ReportFile, SearchOption.AllDirectories) : [];
        foreach (var file in files.Take(MostReports).Order(StringComparer.Ordinal))
        {
            try
            {
                if (new FileInfo(file).Length > MostBytes)
                    throw new FailedException($"it has more than {MostBytes} bytes");
                foreach (var image in FamilyReport.Parse(await File.ReadAllTextAsync(file, cancellationToken)).Images)
                {
                    if (!ImageName.TryParse(image.Image, out var name))
                        continue;
                    if (image.IsBuilt && Digest.TryParse(image.Digest, out var digest))
                        digests.Add(digest);
                    if (image.LastBuild is { } last)
                        builds[name] = last;
                }
            }
            catch (Exception exception) when (exception is FailedException or IOException or UnauthorizedAccessException)
            {
                note($"how long the images of {Path.GetRelativePath(folder, file)} took is not known: {exception.Message}");
            }
        }

        return new BuiltElsewhere(builds.ToImmutable(), digests.ToImmutable());
    }
}
