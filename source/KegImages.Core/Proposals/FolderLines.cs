using KegImages.Dockerfiles;

namespace KegImages.Proposals;

/// <summary>The folders of the groups of a proposal: a pattern where all that it matches is in one group, so that the next image there is
/// found by itself. Pure.</summary>
internal sealed class FolderLines
{
    private readonly FamilyProposal proposal;
    private readonly ImmutableArray<ProposedImage> listed;

    public FolderLines(FamilyProposal proposal)
    {
        this.proposal = proposal;
        listed = [.. proposal.Images.Where(image => image.IsFound).DistinctBy(image => image.Build.DockerfilePath)];
    }

    /// <summary>The entries of a group, each with the images that it stands for.</summary>
    public IEnumerable<(string Entry, ImmutableArray<ProposedImage> Images)> Of(string group)
    {
        var images = listed.Where(image => image.Group == group).ToList();
        foreach (var some in images.GroupBy(PatternOf))
        {
            var paths = some.Select(image => image.Build.DockerfilePath);
            if (some.Key is { } pattern && some.Count() > 1 && MatchedBy(pattern).SetEquals(paths))
                yield return (pattern, [.. some]);
            else
                foreach (var image in some)
                    yield return (image.Place, [image]);
        }
    }

    private static string? PatternOf(ProposedImage image)
    {
        var (build, file) = (image.Build, image.Build.DockerfilePath.Split('/')[^1]);
        if (build.HasUsualName)
            return AdoptedBuild.FolderOf(image.Place) is var above and not "." ? $"{above}/*" : null;
        var pattern = file.StartsWith(DockerfileName.Usual, StringComparison.Ordinal) ? $"{DockerfileName.Usual}.*"
            : $"*{file[file.LastIndexOf('.')..]}";
        return build.Folder == "." ? pattern : $"{build.Folder}/{pattern}";
    }

    // Also what is no image of the proposal: a pattern would take it in.
    private HashSet<string> MatchedBy(string pattern)
    {
        var above = AdoptedBuild.FolderOf(pattern);
        var (start, end) = pattern.Split('/')[^1].Split('*') is [var before, var behind] ? (before, behind) : ("", "");
        return proposal.Dockerfiles.Where(path => start.Length + end.Length == 0
            ? path.Split('/')[^1] == DockerfileName.Usual && AdoptedBuild.FolderOf(AdoptedBuild.ContextOf(path)) == above
            : AdoptedBuild.FolderOf(path) == above && path.Split('/')[^1] is var file
                && file.StartsWith(start, StringComparison.Ordinal) && file.EndsWith(end, StringComparison.Ordinal))
            .ToHashSet(StringComparer.Ordinal);
    }
}
