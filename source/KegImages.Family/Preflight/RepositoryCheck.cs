namespace KegImages.Preflight;

/// <summary>What a run would take from git: commit, branch, tags, and what they look like in a URL.</summary>
internal static class RepositoryCheck
{
    public static Finding Of(GitFacts git)
    {
        var branch = git.Branch is { } name ? $"branch {name}" : "no branch";
        if (git.HeadCommit is not { } commit)
            return Finding.Warning("git", $"{branch}, with no commit yet: images carry no revision", "git commit");
        return git.IsDirty
            ? Finding.Ok("git", $"{branch} at {commit.Abbreviated}, with changes that are not committed")
            : Finding.Ok("git", $"{branch} at {commit.Abbreviated}");
    }

    public static IEnumerable<Finding> Of(TagSet tags, Family family)
    {
        var all = string.Join(", ", tags.All);
        var length = tags.All.Max(tag => tag.ToString().Length);
        yield return tags.MovesDefaultByHand
            ? Finding.Warning("tag", $"{all}: --tag moves the default tag by hand, which is CI's work on the default branch")
            : Finding.Ok("tag", $"{all} ({length} of 128 characters)");

        var rule = TagRule.For(family.Images.Select(image => image.Alias));
        var longest = family.Images.Select(image => rule.LabelOf(image.Alias, tags.Primary)).MaxBy(label => label.Length)!;
        yield return longest.Length <= TagRule.MaxLabelLength
            ? Finding.Ok("URL", $"{longest} ({longest.Length} of {TagRule.MaxLabelLength} characters, the longest of the family)")
            : Finding.Error("URL", $"{longest} has {longest.Length} characters, a URL's label may have {TagRule.MaxLabelLength}",
                "a shorter alias in values.yml, or a shorter --tag");
    }
}
