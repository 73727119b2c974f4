using System.Collections.Immutable;
using KegImages.Fingerprints;
using KegImages.Images;
using KegImages.LockedPlans;
using KegImages.Planning;
using KegImages.References;
using KegImages.Revisions;
using KegImages.Tests.Building;

namespace KegImages.Tests.LockedPlans;

/// <summary>Locked plans of families, made by hand.</summary>
internal static class SampleLock
{
    public static readonly ImmutableSortedDictionary<string, RemoteIdentity> NoRemotes =
        ImmutableSortedDictionary.Create<string, RemoteIdentity>(StringComparer.Ordinal);

    /// <summary>A plan that builds some images of a family, and reuses the others.</summary>
    public static LockedPlan Of(Family family, IEnumerable<Image> built, int shards = 16, Func<ImageName, TimeSpan?>? durationOf = null,
        ImmutableSortedDictionary<string, ImmutableArray<string>>? runners = null)
    {
        var names = built.Select(image => image.Name).ToHashSet();
        var images = family.Images.Select(image => new LockedEntry(image.Name, FingerprintOf(image.Name),
            names.Contains(image.Name) ? null : FamilyOf.DigestOf(image.Name.ToString()), null, false, NoRemotes));
        return new LockedPlan(
            new LockedSource(CommitId.Parse(new string('a', 40)), DateTimeOffset.UnixEpoch, BranchName.Parse("develop"),
                BranchName.Parse("develop"), new Uri("https://github.com/example/family"), null, []),
            Provider.Parse("ghcr.io/example"), [Tag.Parse("develop"), Tag.Parse("master")], false, "linux/amd64", FamilyDigest.Of(family),
            [new LockedParent(ImageReference.Parse("node:20"), ImageReference.Parse($"node:20@{FamilyOf.DigestOf("node")}"),
                FamilyOf.DigestOf("node"), null, ["RUN true"], [FamilyOf.DigestOf("node")])],
            [new LockedContext("keg-hub", CommitId.Parse(new string('b', 40)), null)],
            [.. images], LockedShard.Of(family, names, durationOf ?? (_ => null), shards,
                new NativeRunners(runners ?? ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty)));
    }

    private static Fingerprint FingerprintOf(ImageName name) =>
        Fingerprint.Parse(FamilyOf.DigestOf($"{name}").ToString().Replace("sha256:", "fp2:", StringComparison.Ordinal));
}
