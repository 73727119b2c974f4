namespace KegImages.Pruning;

/// <summary>A name of an image in the engine that this project built.</summary>
internal sealed record LocalImage(ImageReference Name, BranchName Branch, bool IsUsed)
{
    /// <summary>Whether the name goes, because its branch is gone: that branch's own tag, or a content tag, below one of the
    /// providers.</summary>
    public bool Goes(PruneFacts facts, Provider written) => !IsUsed
        && (facts.Provider.Holds(Name) || written.Holds(Name))
        && !facts.Live.Branches.Contains(Branch) && (facts.Only is null || facts.Only == Branch)
        && !facts.Settings.DefaultTags.Contains(facts.SetOf(Name, Name.Tag!))
        && (TagSettings.IsContentTag(Name.Tag!)
            || TagSet.For(Branch, facts.Settings).All.Any(set => facts.TagsIn(Name, set).Contains(Name.Tag)));
}
