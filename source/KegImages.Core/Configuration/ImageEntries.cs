namespace KegImages.Configuration;

/// <summary>Which entries of <c>images:</c> are about which Dockerfile that was found, and which say themselves where theirs is. A
/// Dockerfile is one image for each entry that names it or its folder, and one where none does. Pure.</summary>
internal sealed class ImageEntries
{
    private readonly KegSettings settings;
    private readonly FamilyFacts facts;
    private readonly ImageNaming naming;
    private readonly ImmutableArray<ImagePlace> found;
    private readonly ImmutableHashSet<ImageName> called;
    private readonly ILookup<string, ImagePlace> byFolder;
    private readonly ILookup<string, ImageSettings> byDockerfile;
    private readonly ILookup<ImageName, ImageSettings> others;

    /// <summary>The entries over what patterns found.</summary>
    /// <param name="found">What patterns found, each Dockerfile once; nothing is said of any yet.</param>
    public ImageEntries(KegSettings settings, FamilyFacts facts, ImageNaming naming, ImmutableArray<ImagePlace> found)
    {
        (this.settings, this.facts, this.naming, this.found) = (settings, facts, naming, found);
        called = [.. found.Where(place => HasFiles(place.Folder)).Select(place => naming.ByItself(place.Folder)).OfType<ImageName>()];
        byFolder = found.SelectMany(place => new[] { place.Folder.Path, place.Folder.Context }.Distinct()
                .Select(path => new PlaceOf(path, place)))
            .ToLookup(at => at.Path, at => at.Place, StringComparer.Ordinal);
        byDockerfile = settings.Images.ToLookup(entry => Named(entry)?.Folder.DockerfilePath ?? "", StringComparer.Ordinal);
        others = byDockerfile[""].Where(entry => entry.Folder is null).ToLookup(entry => entry.Name.Value);
    }

    /// <summary>All images of the family: what was found, with what is said of it, and what is declared beside it.</summary>
    public IReadOnlyList<ImagePlace> Places() =>
    [
        .. found.SelectMany(place => EntriesOf(place.Folder).DefaultIfEmpty().Select(entry => At(place, entry)))
            .Where(place => HasFiles(place.Folder) || place.Said is { Dockerfile: not null }),
        .. settings.Images.Where(IsDeclared).Select(Declared).OfType<ImagePlace>(),
    ];

    /// <summary>Whether an entry is about an image that a pattern found.</summary>
    public bool IsFound(ImageSettings entry) => Named(entry) is not null || (entry.Folder is null && IsCalled(entry));

    /// <summary>Whether an entry says itself where its image is made from, and its group.</summary>
    public bool IsDeclared(ImageSettings entry) =>
        entry.Group is not null && (entry.Folder ?? entry.Dockerfile) is not null && !IsFound(entry);

    /// <summary>The group that an entry names; null where it names none, or none that there is.</summary>
    public GroupSettings? GroupOf(ImageSettings entry) => settings.Groups.FirstOrDefault(group => group.Group.Name == entry.Group?.Value);

    private bool IsCalled(ImageSettings entry) => called.Contains(ImageName.ParseRepository(entry.Name.Value.Repository));

    private static bool HasFiles(ImageFolder folder) => folder.Dockerfile is not null || folder.Values is not null;

    /// <summary>The folder that an entry, or a variant of one, declares itself; null where it declares none, or none that there
    /// is.</summary>
    public ImageFolder? FolderOf(ImageSettings entry) =>
        IsDeclared(entry) ? facts.Declared.GetValueOrDefault(facts.Rooted((entry.Folder ?? entry.Dockerfile)!.Value)) : null;

    private ImagePlace At(ImagePlace place, ImageSettings? entry) =>
        entry is null ? place : place with { Said = entry, Group = GroupOf(entry) ?? place.Group };

    // The one that is called as the folder is by itself needs no folder: it goes along with what names the folder.
    private IEnumerable<ImageSettings> EntriesOf(ImageFolder folder)
    {
        var own = naming.ByItself(folder);
        return (own is null || !HasFiles(folder) ? [] : others[own]).Concat(byDockerfile[folder.DockerfilePath]);
    }

    // An entry for a name that there is by itself is about that image, and says what it is built from.
    private ImagePlace? Named(ImageSettings entry)
    {
        var dockerfile = entry.Dockerfile is null ? null : facts.Rooted(entry.Dockerfile.Value);
        if (entry.Folder is null)
            return dockerfile is null || IsCalled(entry) ? null
                : byFolder[Path.GetDirectoryName(dockerfile)!].FirstOrDefault(place => place.Folder.DockerfilePath == dockerfile);
        var folder = facts.Rooted(entry.Folder.Value);
        var within = byFolder[folder].ToList();
        return within.Find(place => place.Folder.DockerfilePath == dockerfile) ?? within.Find(place => place.Folder.IsUsual);
    }

    private ImagePlace? Declared(ImageSettings entry)
    {
        if (GroupOf(entry) is not { } group)
            return null;
        var folder = entry.Each.Select(FolderOf).OfType<ImageFolder>().FirstOrDefault();
        return folder is null ? null : new ImagePlace(group, folder, entry);
    }

    private sealed record PlaceOf(string Path, ImagePlace Place);
}
