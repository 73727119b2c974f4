namespace KegImages.Configuration;

/// <summary>A group of <c>keg.yml</c>.</summary>
/// <param name="Folders">Folders, Dockerfiles and patterns of either; those with a leading <c>!</c> take them out again.</param>
/// <param name="Parent">What <paramref name="ParentArg"/> is where nothing else chooses it; null where the group has no such
/// default.</param>
/// <param name="ParentArg">The ARG by which the group's Dockerfiles choose what they are built on.</param>
public sealed record GroupSettings(ImageGroup Group, ImmutableArray<Located<string>> Folders, Located<ImageReference>? Parent,
    string ParentArg, SourceLocation Location);
