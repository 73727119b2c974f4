using System.Collections.Immutable;
using System.Globalization;
using KegImages.LocalEngine;
using KegImages.ReliabilityTests.Checking;
using KegImages.ReliabilityTests.Families;
using KegImages.ReliabilityTests.Faults;

namespace KegImages.ReliabilityTests.Model;

/// <summary>A family's life, step by step, beside a model that knows what every tag and record has to name after each.</summary>
internal sealed partial class Episode : IAsyncDisposable
{
    private readonly ReliableFamily family;
    private readonly ModelCheck check;
    private readonly List<History> branches = [new("develop")];
    private readonly Dictionary<string, PublishedSet> tags = new(StringComparer.Ordinal);
    private readonly List<string> problems = [];
    private ImmutableDictionary<string, PublishedSet> removed = [];
    private History current;
    private int made;
    private int commits;

    private Episode(ReliableFamily family) => (this.family, check, current) = (family, new ModelCheck(family), branches[0]);

    /// <summary>How many answers of the registry went wrong.</summary>
    public long Injected { get; private set; }

    public static async Task<Episode> BeginAsync(LocalEndpoint engine) => new(await ReliableFamily.CreateAsync(engine));

    /// <summary>Carries a step out, and compares; what is wrong, none when nothing is.</summary>
    public async Task<IReadOnlyList<(FindingKind Kind, string Text)>> TakeAsync(Step step)
    {
        problems.Clear();
        var endings = await CarryOutAsync(step);
        var ended = endings.SelectMany(ending => ending.Problems()).Concat(problems.Select(problem => (FindingKind.Wrong, problem)));
        return [.. ended, .. await check.ProblemsAsync(tags)];
    }

    public ValueTask DisposeAsync() => family.DisposeAsync();

    private Task<IReadOnlyList<Ending>> CarryOutAsync(Step step) => step.Verb switch
    {
        "edit" => EditAsync(step.Words[0], step.Words[1]),
        "break" => BreakAsync(step.Words[0]),
        "mend" => MendAsync(),
        "branch" => BranchAsync(),
        "switch" => SwitchAsync(Named(step.Words[0])),
        "merge" => MergeAsync(Named(step.Words[0])),
        "delete" => DeleteAsync(Named(step.Words[0])),
        "push" => PushAsync(null, "push"),
        "force" => PushAsync(null, "push", "force=1"),
        "disturb" => PushAsync(new Random(int.Parse(step.Words[0], CultureInfo.InvariantCulture)), "push"),
        "tap" => PushTapAsync(step.Words[0]),
        "promote" => PromoteAsync(),
        "rollback" => RollBackAsync(),
        "prune" => PruneAsync(),
        "unprune" => UnpruneAsync(),
        "plan" => NothingMovesAsync("plan"),
        _ => throw new InvalidOperationException($"no such step: {step}"),
    };

    private async Task<IReadOnlyList<Ending>> PushAsync(Random? disturbance, params string[] words)
    {
        var head = await HeadAsync();
        var isHeld = current.HeldFrom is { } from && await IsOldAsync(head, from);
        if (isHeld && words.Length > 1)
            return [];
        var (before, wished) = (tags.GetValueOrDefault(current.Tag) ?? PublishedSet.Empty, Wished(head));
        var endings = new List<Ending>();
        if (disturbance is not null)
        {
            endings.Add(await DisturbedAsync(disturbance, words));
            problems.AddRange(await check.NeitherAsync(current.Tag, before, isHeld ? before : wished ?? before));
        }

        endings.Add(await family.RunAsync(family.Checkout, TimeProvider.System, words));
        // What is held and cannot be built may be said either way.
        if (wished is not null || !isHeld)
            Expect(endings[^1], wished is not null, "push");
        if (wished is not null && !isHeld)
            Publish(head, wished);
        return endings;
    }

    private async Task<IReadOnlyList<Ending>> PushTapAsync(string tap)
    {
        var head = await HeadAsync();
        var isHeld = current.HeldFrom is { } from && await IsOldAsync(head, from);
        var there = tags.GetValueOrDefault(current.Tag) ?? PublishedSet.Empty;
        // What it builds on comes from the registry: the branch's, else the default one's.
        var parent = there.Images.GetValueOrDefault("hub") ?? tags.GetValueOrDefault("develop")?.Images.GetValueOrDefault("hub");
        var ending = await family.RunAsync(family.Checkout, TimeProvider.System, "push", $"tap={tap}");
        var works = parent is not null && !IsBroken(tap);
        if (!isHeld)
            Expect(ending, works, $"push of {tap}");
        if (works && !isHeld)
            Publish(head, there.With(tap, parent!.SetItem(tap, TextOf(tap))) with { Commit = head });
        return [ending];
    }

    private async Task<IReadOnlyList<Ending>> PromoteAsync()
    {
        var to = $"stable-{current.Tag}";
        var ending = await family.RunAsync(family.Checkout, TimeProvider.System, "promote", $"to={to}");
        var source = tags.GetValueOrDefault(current.Tag);
        Expect(ending, source is not null, "promote");
        if (source is not null)
            tags[to] = source with { Images = (tags.GetValueOrDefault(to) ?? PublishedSet.Empty).Images.SetItems(source.Images) };
        return [ending];
    }

    private async Task<IReadOnlyList<Ending>> RollBackAsync()
    {
        if (current.Published is not [.., var (commit, set), var (last, _)] || tags.GetValueOrDefault(current.Tag)?.Commit != last)
            return [];
        var ending = await family.RunAsync(family.Checkout, TimeProvider.System, "rollback", $"to={commit}");
        Expect(ending, true, "rollback");
        current.HeldFrom = last;
        tags[current.Tag] = set with { Commit = commit };
        return [ending];
    }

    private async Task<IReadOnlyList<Ending>> PruneAsync()
    {
        var ending = await family.RunAsync(family.Checkout, TimeProvider.System, "prune");
        Expect(ending, tags.ContainsKey("develop") || ending.IsSuccess, "prune");
        if (!ending.IsSuccess)
            return [ending];
        var gone = tags.Where(tag => tag.Key.StartsWith("feature-", StringComparison.Ordinal)
            && branches.TrueForAll(branch => branch.Tag != tag.Key)).ToImmutableDictionary();
        if (!gone.IsEmpty)
            removed = gone;
        foreach (var tag in gone.Keys)
            tags.Remove(tag);
        return [ending];
    }

    private async Task<IReadOnlyList<Ending>> UnpruneAsync()
    {
        var ids = (await family.Registry.LookAsync()).Of("keg-family")
            .Where(tag => tag.Tag.StartsWith("removed.", StringComparison.Ordinal)).ToList();
        if (ids.Count == 0)
            return [];
        var ending = await family.RunAsync(family.Checkout, TimeProvider.System, "prune", $"restore={ids[^1].Tag["removed.".Length..]}");
        Expect(ending, true, "prune --restore");
        foreach (var (tag, set) in removed)
            tags[tag] = set;
        return [ending];
    }

    private async Task<IReadOnlyList<Ending>> NothingMovesAsync(string word)
    {
        var before = await family.Registry.LookAsync();
        var ending = await family.RunAsync(family.Checkout, TimeProvider.System, word);
        problems.AddRange((await family.ChangesSinceAsync(before)).Select(line => $"{word} changed the registry: {line}"));
        return [ending];
    }

    private async Task<Ending> DisturbedAsync(Random random, string[] words)
    {
        var misbehaviour = new Misbehaviour([ModelFaults.Random(random, current.Tag)], family.Namespace);
        family.Proxy.Interference = misbehaviour.Interfere;
        var ending = await family.RunAsync(family.Checkout, TimeProvider.System, words);
        family.Proxy.Interference = null;
        Injected += misbehaviour.Happened;
        return ending;
    }

    private void Publish(string head, PublishedSet set)
    {
        current.HeldFrom = null;
        current.Publish(head, set);
        tags[current.Tag] = set;
    }

    // What a push of all would make; null where something in it cannot be built.
    private PublishedSet? Wished(string head)
    {
        if (ReliableFamily.Names.Any(IsBroken))
            return null;
        var set = PublishedSet.Empty with { Commit = head };
        foreach (var (image, parent) in new[] { ("base", ""), ("hub", "base"), ("one", "hub"), ("two", "hub") })
        {
            var files = set.Images.GetValueOrDefault(parent) ?? ImmutableSortedDictionary<string,
                string>.Empty.WithComparers(StringComparer.Ordinal);
            set = set.With(image, files.SetItem(image, TextOf(image)));
        }

        return set;
    }

    private void Expect(Ending ending, bool success, string what)
    {
        if (ending.IsOver && ending.IsSuccess != success)
            problems.Add($"{what} was to {(success ? "succeed" : "fail")}: {ending}{Environment.NewLine}{ending.Output}");
    }

    private History Named(string number) => branches[int.Parse(number, CultureInfo.InvariantCulture) % branches.Count];
}
