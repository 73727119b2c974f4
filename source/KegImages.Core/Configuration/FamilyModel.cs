namespace KegImages.Configuration;

/// <summary>What <c>keg.yml</c> says, and the family that it describes.</summary>
/// <param name="Settings">The settings, with what the command line says over them.</param>
public sealed record FamilyModel(KegSettings Settings, Family Family)
{
    /// <summary>The absolute path of the folder that holds <c>keg.yml</c>.</summary>
    public required string Root { get; init; }

    /// <summary>Which references are the family's own images.</summary>
    public Membership Membership { get; } = Settings.MembershipOf(Family.Images.Select(image => image.Name));

    /// <summary>Where the references that files write really live in a run that uses this provider.</summary>
    public ReferenceMapping MappingTo(Provider used) => new(Membership, used);

    /// <summary>A path as a user would type it: relative to the root, with <c>/</c>.</summary>
    public string Shown(string path) => Path.GetRelativePath(Root, path).Replace(Path.DirectorySeparatorChar, '/');
}
