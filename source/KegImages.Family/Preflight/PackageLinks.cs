namespace KegImages.Preflight;

/// <summary>What is particular to GitHub's registry: packages belong to a repository by the label of their images.</summary>
internal static class PackageLinks
{
    private const string Check = "packages";
    private const string Label = "org.opencontainers.image.source";

    public static bool Hosts(Provider provider) => provider.IsAt("ghcr.io");

    /// <summary>Whether GitHub can link the packages to their repository, on which the rights of a workflow's token hang: the first image
    /// of each group is looked at, for all are pushed by the same runs.</summary>
    public static async Task<IEnumerable<Finding>> ExamineAsync(World world, Provider provider, Family family, TagSettings tags,
        GitFacts? git, CancellationToken cancellationToken)
    {
        if (git is { SourceUrl: null })
        {
            return [Finding.Warning(Check,
                $"git has no remote with an address: images carry no label {Label}, and "
                    + $"{(Hosts(provider) ? "GitHub links no package to its repository" : "nobody can find their source")}",
                        "git remote set-url origin <url>, or git remote add origin <url> where there is none")];
        }

        if (!Hosts(provider) || git is null)
            return [];
        var samples = family.Images.GroupBy(image => image.Group).Select(group => group.First()).ToList();
        var labels = await Task.WhenAll(
            samples.Select(image =>
                SourceAsync(world, provider.Of(image.Name).With(tags.Variants.Of(image.Name, tags.DefaultTag)), cancellationToken)));
        return samples.Zip(labels).Select(pair => Of(pair.First.Name, pair.Second, git.SourceUrl!));
    }

    public static Finding Of(ImageName image, (bool Exists, string? Source) found, Uri source) => found switch
    {
        (false, _) => Finding.Ok(Check, $"{image}: its first push makes the package and links it to {source}"),
        (_, null) => Finding.Warning(Check,
            $"{image}: the published image has no label {Label}, so GitHub may not have linked its package to {source}",
                "build and push it once more, or link it by hand in the package's settings"),
        (_, { } label) when !SameRepository(label, source) =>
            Finding.Warning(Check, $"{image}: the published image says that its source is {label}, and this is {source}",
                "in the package's settings, give this repository access to write: Manage Actions access"),
        _ => Finding.Ok(Check, $"{image}: linked to {source}"),
    };

    private static bool SameRepository(string label, Uri source) =>
        SourceUrl.Of(label) is { } other && string.Equals(other.AbsoluteUri, source.AbsoluteUri, StringComparison.OrdinalIgnoreCase);

    private static async Task<(bool Exists, string? Source)> SourceAsync(World world, ImageReference reference,
        CancellationToken cancellationToken)
    {
        var config = await world.Registries.GetImageConfigAsync(reference, cancellationToken);
        return (config is not null, config?.Labels.GetValueOrDefault(Label));
    }
}
