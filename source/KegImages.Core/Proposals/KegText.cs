namespace KegImages.Proposals;

/// <summary>Writes <c>keg.yml</c> for a proposal: a comment behind every line that was decided here.</summary>
internal static class KegText
{
    /// <summary>The file's text.</summary>
    public static string Of(FamilyProposal proposal)
    {
        var lines = new List<(string Text, string? Comment)>
        {
            ("# The family of images that this repository builds. What builds on what is read from the Dockerfiles.", null),
            ($"provider: {proposal.Place.Provider}", $"registry and namespace: {proposal.Place.Because}"),
            ("default:", null),
            ($"  branch: {Scalar(proposal.DefaultBranch)}", "the branch whose images carry the tag below"),
            ($"  tag: {Scalar(proposal.DefaultTag.ToString())}", proposal.WhyTag),
        };
        if (!proposal.Aliases.IsEmpty)
            lines.Add(($"  aliases: [{string.Join(", ", proposal.Aliases.Select(alias => Scalar(alias.ToString())))}]",
                "further tags on the same images"));
        lines.Add(("groups:", "in the order in which they build on each other"));
        foreach (var (group, holds) in FamilyGroups.All)
        {
            var images = proposal.Images.Where(image => image.Group == group).ToList();
            if (images.Count == 0)
                continue;
            lines.Add(($"  {group}:", holds));
            lines.Add(("    folders:", null));
            lines.AddRange(Folders(images, proposal));
        }

        AddExternal(lines, proposal);
        AddImages(lines, proposal);
        return string.Concat(lines.Select(line => line.Text + (line.Comment is null ? "" : $"  # {line.Comment}") + "\n"));
    }

    // A folder whose images are all in one group is a pattern: the next image in it is found by itself.
    private static IEnumerable<(string, string?)> Folders(List<ProposedImage> images, FamilyProposal proposal)
    {
        var builds = proposal.Images.Select(image => image.Build).Concat(proposal.LeftOut).ToList();
        foreach (var above in images.GroupBy(image => AdoptedBuild.FolderOf(FolderOf(image.Build))))
        {
            var below = builds.Count(build => FolderOf(build).StartsWith(above.Key + "/", StringComparison.Ordinal));
            if (above.Key != "." && above.Count() > 1 && below == above.Count())
                yield return ($"      - {Scalar($"{above.Key}/*")}", string.Join(", ", above.Select(image => image.Name)));
            else
                foreach (var image in above)
                    yield return ($"      - {Scalar(FolderOf(image.Build))}", Made(image));
        }
    }

    private static string Made(ProposedImage image) =>
        $"{image.Name}{(image.Parents.IsEmpty ? "" : $", on {string.Join(" and ", image.Parents)}")}";

    private static void AddExternal(List<(string, string?)> lines, FamilyProposal proposal)
    {
        if (proposal.External.IsEmpty)
            return;
        lines.Add(("external:", "images that are not built here, whatever they are called"));
        lines.AddRange(proposal.External.Select(entry => ($"  - {Scalar(entry.Reference)}", (string?)entry.Because)));
    }

    private static void AddImages(List<(string, string?)> lines, FamilyProposal proposal)
    {
        var said = proposal.Images.Where(IsSaid).ToList();
        if (said.Count > 0)
            lines.Add(("images:", "what folders alone do not say"));
        foreach (var image in said)
        {
            var build = image.Build;
            lines.Add(($"  {image.Name}:", null));
            lines.Add(($"    folder: {Scalar(FolderOf(build))}", "the folder that is this image"));
            if (!build.HasUsualName)
                lines.Add(($"    dockerfile: {Scalar(build.DockerfilePath)}", null));
            if (image.Context is { } context)
                lines.Add(($"    context: {Scalar(context)}", "what its COPY lines are relative to"));
            if (build.Target is { } target)
                lines.Add(($"    target: {Scalar(target)}", "the stage that is built"));
            if (!build.Platforms.IsEmpty)
                lines.Add(($"    platforms: [{string.Join(", ", build.Platforms.Select(Scalar))}]", null));
            AddMap(lines, "args", build.Args, name => build.Asked.TryGetValue(name, out var place)
                ? $"no value in {place}: the tag of what is built here; is it another?" : null);
            AddMap(lines, "contexts", build.Contexts, _ => null);
        }
    }

    private static void AddMap(List<(string, string?)> lines, string key, ImmutableSortedDictionary<string, string> map,
        Func<string, string?> comment)
    {
        if (!map.IsEmpty)
            lines.Add(($"    {key}:", null));
        foreach (var (name, value) in map)
            lines.Add(($"      {Scalar(name)}: {Scalar(value)}", comment(name)));
    }

    private static bool IsSaid(ProposedImage image) =>
        image.Name != image.Build.UsualName || !image.Build.HasUsualName || image.Context is not null
            || image.Build.Target is not null || !image.Build.Platforms.IsEmpty || !image.Build.Args.IsEmpty
            || !image.Build.Contexts.IsEmpty;

    private static string FolderOf(AdoptedBuild build) => build.HasUsualName ? build.UsualContext : build.Folder;

    // Plain where YAML takes it for the very text, in single quotes otherwise.
    private static string Scalar(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && Spelling.IsMadeOf(text, "-_./@")
            && text.ToUpperInvariant() is not ("TRUE" or "FALSE" or "NULL" or "YES" or "NO" or "ON" or "OFF" or "Y" or "N")
            ? text : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
