namespace KegImages.Proposals;

/// <summary>The family that a repository would be, before anything is written.</summary>
internal sealed record FamilyProposal
{
    public required ProposedProvider Place { get; init; }

    public required string DefaultBranch { get; init; }

    public required Tag DefaultTag { get; init; }

    /// <summary>Further tags on the same digest.</summary>
    public ImmutableArray<Tag> Aliases { get; init; } = [];

    /// <summary>Why that tag, as a clause.</summary>
    public required string WhyTag { get; init; }

    /// <summary>The images, parents before children.</summary>
    public required ImmutableArray<ProposedImage> Images { get; init; }

    /// <summary>All files of the repository that are called as Dockerfiles are, those that are no image of it among them.</summary>
    public ImmutableArray<string> Dockerfiles { get; init; } = [];

    /// <summary>What is taken for an image from outside, and why.</summary>
    public ImmutableArray<(string Reference, string Because)> External { get; init; } = [];

    /// <summary>What was decided that a person may see otherwise, and what was not understood.</summary>
    public ImmutableArray<Problem> Notes { get; init; } = [];

    /// <summary>The family as a tree: each image below the first that it is built on, with what else it uses.</summary>
    public ImmutableArray<string> ToTree()
    {
        var byName = Images.ToDictionary(image => image.Name, StringComparer.Ordinal);
        return
        [
            .. Columns.Table([.. Branches.Of(Images, image => image.Parents.FirstOrDefault() is { } parent ? byName[parent] : null)
                .Select(placed => (IReadOnlyList<string>)[placed.Branch + placed.Item.Name, placed.Item.Group,
                    placed.Item.Build.DockerfilePath,
                    string.Join(", ", placed.Item.Parents.Skip(1).Select(parent => $"and {parent}").Concat(placed.Item.Outside))])]),
        ];
    }
}
