using KegImages.Fingerprints;

namespace KegImages.Planning;

/// <summary>
/// What an image says of itself by its own labels. It is the one notion of plan, build, publication and status: an image is a fingerprint's
/// when its own
/// labels say so, and when the parents in the family that they name are those that the run stands on. Where it was found never counts.
/// </summary>
/// <param name="Fingerprint">What it is made of; null where it does not say.</param>
/// <param name="Parents">What it was built on; null where it does not say.</param>
public sealed record Evidence(Fingerprint? Fingerprint, FamilyParents? Parents)
{
    /// <summary>The branch that it was built on; null where it does not say.</summary>
    public BranchName? Branch { get; init; }

    /// <summary>Why a run does not take it over whatever it is made of, as a clause; null where nothing speaks against it.</summary>
    public string? Refused { get; init; }

    /// <summary>What an image says that has no labels.</summary>
    public static Evidence None { get; } = new(null, null);

    /// <summary>Operating systems and processors that it is there for, <c>linux/amd64</c>; empty where nobody looked.</summary>
    public ImmutableSortedSet<string> Platforms { get; init; } = [];

    /// <summary>What the labels of an image say.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="platform">What it is there for; null where nobody looked.</param>
    public static Evidence Of(IReadOnlyDictionary<string, string> labels, string? platform = null) => new(
        Fingerprint.TryParse(labels.GetValueOrDefault(ImageLabels.Fingerprint), out var fingerprint) ? fingerprint : null,
        FamilyParents.TryParse(labels.GetValueOrDefault(ImageLabels.Parents), out var parents) ? parents : null)
    {
        Platforms = platform is null ? [] : [platform],
        Branch = BranchName.TryParse(labels.GetValueOrDefault(ImageLabels.Branch), out var branch) ? branch : null,
    };

    /// <summary>What an image of several platforms says: only what each of them says alike.</summary>
    public static Evidence OfAll(IReadOnlyCollection<Evidence> platforms)
    {
        var first = platforms.FirstOrDefault() ?? None;
        return new Evidence(
            platforms.All(platform => platform.Fingerprint == first.Fingerprint) ? first.Fingerprint : null,
            platforms.All(platform => platform.Parents == first.Parents) ? first.Parents : null)
        {
            Platforms = [.. platforms.SelectMany(platform => platform.Platforms)],
            Branch = platforms.All(platform => platform.Branch == first.Branch) ? first.Branch : null,
        };
    }

    /// <summary>Why the image is not the wanted one; null when it is.</summary>
    /// <param name="wanted">What the wanted image is made of.</param>
    /// <param name="parents">The parents in the family that it stands on.</param>
    /// <param name="platforms">The platforms that it is there for; empty for the builder's own.</param>
    public Doubt? Against(Fingerprint wanted, IReadOnlyCollection<WantedParent> parents, IReadOnlyCollection<string>? platforms = null)
    {
        if (Fingerprint is null)
            return new Doubt("does not say of which fingerprint it is");
        if (Fingerprint != wanted)
            return new Doubt($"says it is of another fingerprint, {Fingerprint}");
        if (Refused is { } refused)
            return new Doubt(refused);
        if ((platforms ?? []).Select(PlatformOf)
            .FirstOrDefault(platform => !Platforms.IsEmpty && !Platforms.Contains(platform)) is { } missing)
            return new Doubt($"is not there for {missing}");
        return Against(parents);
    }

    /// <summary>Why the image does not stand on these parents; null when it does.</summary>
    public Doubt? Against(IReadOnlyCollection<WantedParent> parents)
    {
        if (Parents is not { } said)
            return parents.Count == 0 ? null : new Doubt("does not say which images of the family it was built on");
        if (parents.FirstOrDefault(parent => !said.Of(parent.Name).Any(parent.KnownBy.Contains)) is { } missing)
            return new Doubt($"stands on another {missing.Name}{Compared(said.Of(missing.Name), missing.KnownBy)}", missing.Name);
        var more = said.All.FirstOrDefault(parent =>
            !parents.Any(wanted => wanted.Name == parent.Name && wanted.KnownBy.Contains(parent.Digest)))?.Name;
        return more is null ? null : new Doubt($"stands on another {more}", more);
    }

    private static string Compared(IEnumerable<Digest> said, ImmutableArray<Digest> wanted) =>
        said.FirstOrDefault() is { } there && !wanted.IsDefaultOrEmpty ? $", {there.Abbreviated} and not {wanted[0].Abbreviated}" : "";

    // A configuration says no variant of a processor.
    private static string PlatformOf(string platform) => string.Join('/', platform.Split('/').Take(2));
}
