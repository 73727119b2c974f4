namespace KegImages.Configuration;

/// <summary>A group of <c>keg.yml</c>.</summary>
/// <param name="Folders">Folders and patterns of folders; those with a leading <c>!</c> take folders out again.</param>
/// <param name="Parent">What <c>KEG_BASE_IMAGE</c> is where nothing else chooses it; null where the group has no such default.</param>
public sealed record GroupSettings(ImageGroup Group, ImmutableArray<Located<string>> Folders, Located<ImageReference>? Parent,
    SourceLocation Location);
