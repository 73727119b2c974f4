namespace KegImages.Configuration;

/// <summary>What tells the images of one Dockerfile apart: target, context, args, named contexts or platforms. Two that differ in none are
/// one image under two names, and most likely a slip.</summary>
internal sealed record SameBuild(string Dockerfile, string Context, string? Target, string Said)
{
    /// <summary>Reports images that differ in nothing but their names.</summary>
    public static void Check(IEnumerable<ImageCandidate> candidates, List<Problem> problems)
    {
        foreach (var same in candidates.GroupBy(Of).Where(same => same.Count() > 1))
        {
            var first = same.First();
            problems.AddRange(same.Skip(1).Where(other => other.Name != first.Name).Select(other => new Problem(
                $"'{other.Name.Value}' is built as '{first.Name.Value}' ({first.Name.Location}) is: from {other.DockerfileShown}, "
                    + (other.Target is { } target ? $"stage '{target}', " : "") + "with the same context and args",
                other.Name.Location,
                "say what tells it apart: its target, dockerfile, context or args; a second name for one image is its alias")));
        }
    }

    private static SameBuild Of(ImageCandidate candidate) => new(candidate.DockerfilePath, candidate.ContextPath, candidate.Target,
        SaidOf(candidate));

    private static string SaidOf(ImageCandidate candidate)
    {
        var said = new StringBuilder();
        foreach (var (name, value) in candidate.Args.Plain)
            said.Append(name).Append('=').Append(value).Append('\n');
        foreach (var (name, value) in candidate.Contexts)
            said.Append(name).Append('=').Append(value).Append('\n');
        foreach (var platform in candidate.Said?.Platforms ?? [])
            said.Append(platform).Append('\n');
        return said.ToString();
    }
}
