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
            ($"  branch: {YamlText.Of(proposal.DefaultBranch)}", "the branch whose images carry the tag below"),
            ($"  tag: {YamlText.Of(proposal.DefaultTag.ToString())}", proposal.WhyTag),
        };
        if (!proposal.Aliases.IsEmpty)
            lines.Add(($"  aliases: [{string.Join(", ", proposal.Aliases.Select(alias => YamlText.Of(alias.ToString())))}]",
                "further tags on the same images"));
        lines.Add(("groups:", "in the order in which they build on each other"));
        var folders = new FolderLines(proposal);
        foreach (var (group, holds) in FamilyGroups.All.Where(group => proposal.Images.Any(image => image.Group == group.Name)))
        {
            var entries = folders.Of(group).ToList();
            lines.Add(($"  {group}:{(entries.Count == 0 ? " {}" : "")}", holds));
            if (entries.Count > 0)
                lines.Add(("    folders:", null));
            lines.AddRange(entries.Select(entry => ($"      - {YamlText.Of(entry.Entry)}", (string?)Made(entry.Images))));
        }

        AddExternal(lines, proposal);
        AddImages(lines, proposal);
        return string.Concat(lines.Select(line => line.Text + (line.Comment is null ? "" : $"  # {line.Comment}") + "\n"));
    }

    private static string Made(ImmutableArray<ProposedImage> images) => images is [var image]
        ? $"{image.Name}{(image.Parents.IsEmpty ? "" : $", on {string.Join(" and ", image.Parents)}")}"
        : string.Join(", ", images.Select(some => some.Name));

    private static void AddExternal(List<(string, string?)> lines, FamilyProposal proposal)
    {
        if (proposal.External.IsEmpty)
            return;
        lines.Add(("external:", "images that are not built here, whatever they are called"));
        lines.AddRange(proposal.External.Select(entry => ($"  - {YamlText.Of(entry.Reference)}", (string?)entry.Because)));
    }

    private static void AddImages(List<(string, string?)> lines, FamilyProposal proposal)
    {
        var said = proposal.Images.Where(image => image.IsSaid).ToList();
        if (said.Count > 0)
            lines.Add(("images:", "what folders alone do not say"));
        foreach (var image in said)
        {
            var build = image.Build;
            lines.Add(($"  {image.Name}:", null));
            if (!image.IsFound || image.FoundIn != image.Group)
                lines.Add(($"    group: {image.Group}", null));
            lines.Add(build.HasUsualName
                ? ($"    folder: {YamlText.Of(build.UsualContext)}", $"the folder {Is(image)}")
                : ($"    dockerfile: {YamlText.Of(build.DockerfilePath)}", $"the Dockerfile {Is(image)}"));
            if (image.Context is { } context)
                lines.Add(($"    context: {YamlText.Of(context)}", "what its COPY lines are relative to"));
            if (build.Target is { } target)
                lines.Add(($"    target: {YamlText.Of(target)}", "the stage that is built"));
            if (!build.Platforms.IsEmpty)
                lines.Add(($"    platforms: [{string.Join(", ", build.Platforms.Select(YamlText.Of))}]", null));
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
            lines.Add(($"      {YamlText.Of(name)}: {YamlText.Of(value)}", comment(name)));
    }

    private static string Is(ProposedImage image) =>
        image.HasSiblings ? "that is several images, this one among them" : "that is this image";
}
