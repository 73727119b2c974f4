using System.Collections.Immutable;
using KegImages.Pruning;
using KegImages.Publishing;
using KegImages.References;
using KegImages.Revisions;
using KegImages.Tests.Records;
using KegImages.Tests.Registry;

namespace KegImages.Tests.Pruning;

/// <summary>Tests that prune a registry in this process, where things can be made to happen in between.</summary>
public abstract class PruningTests : FakeRegistryTests
{
    private protected const string Content = "fp-00000000000000000000";

    private protected PruningTests() => Store = new RegistryManifests(Client);

    private protected IManifestStore Store { get; }

    private protected Provider Provider => Provider.Parse($"{Registry.Host}/keg");

    /// <summary>A set of a branch that is gone: one image under its tag and its content tag, and the record.</summary>
    private protected async Task<Digest> SetAsync()
    {
        var digest = Registry.Add("tap", Content);
        await Client.CopyTagAsync(Registry.Repository("tap").At(digest), Tag.Parse("feature-x"), default);
        var inputs = await Client.PutBlobAsync(FamilyRecordStore.RepositoryOf(Provider), "inputs"u8.ToArray(), default);
        var record = Sets.Record("feature-x", "feature/x", 'a',
            new RecordedImage { Name = Sets.Name("tap"), Digest = digest, Inputs = new KeptInputs(inputs, 6) }) with { Commit = null };
        await new FamilyRecordStore(Client).PutAsync(Provider, record, [], default);
        return digest;
    }

    private protected async Task<FamilyRecord?> RecordAsync() =>
        (await new FamilyRecordStore(Client).GetAsync(Provider, Tag.Parse("feature-x"), default)).Record;

    private protected async Task<ImmutableArray<(RemovedManifest Removed, ImageReference Place,
        string? Reason)>> RestoreAsync(RemovalId id) =>
        await new Restoration(Client, Store,
            Provider).PlanAsync((await new Quarantine(Client, Provider).GetAsync(id, default)).ShouldNotBeNull(), default);

    private protected Task<PruneFacts> ReadAsync(TimeSpan grace, DateTimeOffset? now = null, IManifestStore? with = null) =>
        new PruneFactsReader(Client, with ?? Store).ReadAsync(
        new PruneFacts
        {
            Provider = Provider,
            Images = [],
            Family = new RepositoryFacts(FamilyRecordStore.RepositoryOf(Provider), [], ImmutableDictionary<Digest, ManifestFacts>.Empty),
            Records = ImmutableDictionary<Digest, FamilyRecord>.Empty,
            Live = new LiveBranches([BranchName.Parse("develop")], null, ""),
            Settings = Holding.Settings,
            Now = now ?? Sets.Now,
            Grace = grace,
        },
        [Sets.Name("tap")], default);

    private protected async Task<(PruneFacts Facts, PruneOutcome Outcome)> PruneAsync(TimeSpan grace, DateTimeOffset? now = null)
    {
        var facts = await ReadAsync(grace, now);
        return (facts, await new Pruner(Client, Store, new PruneFactsReader(Client, Store)).CarryOutAsync(facts, PrunePlanner.Plan(facts),
            default));
    }
}
