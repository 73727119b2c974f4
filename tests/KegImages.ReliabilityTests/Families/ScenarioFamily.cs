using System.Collections.Immutable;
using KegImages.LocalEngine;
using KegImages.ReliabilityTests.Checking;
using KegImages.ReliabilityTests.Faults;
using KegImages.ReliabilityTests.Races;

namespace KegImages.ReliabilityTests.Families;

/// <summary>
/// A family whose history was published once, and whose registry is put back to any moment of it: nothing has to be built for a fault.
/// </summary>
internal sealed class ScenarioFamily : IAsyncDisposable
{
    private const string Gone = "feature/gone";
    private readonly List<Checkout> checkouts = [];

    private ScenarioFamily(ReliableFamily family) => Family = family;

    public ReliableFamily Family { get; }

    /// <summary>Every scenario, by its name.</summary>
    public ImmutableDictionary<string, Scenario> Scenarios { get; private set; } = [];

    /// <summary>Every race, by its name.</summary>
    public ImmutableDictionary<string, Race> Races { get; private set; } = [];

    public static async Task<ScenarioFamily> CreateAsync(LocalEndpoint engine)
    {
        var made = new ScenarioFamily(await ReliableFamily.CreateAsync(engine));
        await made.PublishAsync();
        return made;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var checkout in checkouts)
            checkout.Dispose();
        await Family.DisposeAsync();
    }

    private async Task PublishAsync()
    {
        var checkout = Family.Checkout;
        var first = await checkout.GitAsync("rev-parse", "HEAD");
        await PushAsync();
        Family.Edit("hub", "hub 2");
        var second = await checkout.CommitAsync("The hub");
        var afterSecond = await PushAsync();
        Family.Edit("one", "one 3");
        var third = await checkout.CommitAsync("One");
        var afterThird = await PushAsync();
        await Family.SucceedAsync(checkout, "push", "tag=hand", "image=base", "image=hub");
        var byHand = await Family.Registry.LookAsync();
        await checkout.GitAsync("switch", "--quiet", "--create", "feature/x");
        Family.Edit("base", "base 4");
        await checkout.CommitAsync("A feature");
        await PushAsync();
        await checkout.GitAsync("switch", "--quiet", "--create", Gone, "develop");
        Family.Edit("two", "two 5");
        await checkout.CommitAsync("Another");
        var all = await PushAsync();
        await checkout.GitAsync("push", "--quiet", "origin", "develop", "feature/x");

        var content = all.Names.Where(name => name.Key.Contains(":fp-", StringComparison.Ordinal)).ToList();
        RegistryView WithContent(RegistryView view) => new(view.Names.SetItems(content));
        var develop = await CheckoutAsync("develop", third);
        var feature = await CheckoutAsync("feature/x");
        await AddAsync("first", develop, ["push"],
            WithContent(new RegistryView(ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal))));
        await AddAsync("push", develop, ["push"], WithContent(afterSecond));
        await AddAsync("branch", feature, ["push"], WithContent(afterThird));
        await AddAsync("tap", develop, ["push", "tap=one"], WithContent(afterSecond));
        // The engine has every layer of it, and the commit says its time: what is built again has the same digest.
        await AddAsync("build", develop, ["push"], WithContent(afterSecond).Without(name => all[name] == afterThird["one:develop"]));
        await AddAsync("promote", feature, ["promote", "to=develop"], all);
        await AddAsync("rollback", develop, ["rollback", $"to={first}"], all);
        await AddAsync("status", develop, ["status"], all);
        await AddAsync("plan", develop, ["plan"], WithContent(afterSecond));
        var prune = await AddAsync("prune", develop, ["prune", "older=0d"], all, TimeSpan.FromDays(60));
        var removed = prune.After.Names.Keys.Last(name => name.StartsWith("keg-family:removed.", StringComparison.Ordinal));
        await AddAsync("unprune", develop, ["prune", $"restore={removed["keg-family:removed.".Length..]}"], prune.After);

        ImmutableArray<string> push = ["push"];
        var nothing = Scenarios["first"].Before;
        await AddRaceAsync("checkout", new Runner(develop, push), new Runner(develop, push), WithContent(afterSecond));
        await AddRaceAsync("commits", new Runner(await CheckoutAsync("develop", second), push), new Runner(develop, push), nothing);
        await AddRaceAsync("late", new Runner(await CheckoutAsync("develop", second), push),
            new Runner(await CheckoutAsync("develop", third), push), WithContent(afterSecond));
        await AddRaceAsync("branches", new Runner(develop, push), new Runner(feature, push), nothing);
        await AddRaceAsync("taps", new Runner(develop, ["push", "tap=one", "tag=hand"]),
            new Runner(await CheckoutAsync("develop", third), ["push", "tap=two", "tag=hand"]), WithContent(byHand));
        await AddRaceAsync("prune", new Runner(feature, push), new Runner(develop, ["prune"]),
            all.Without(name => name.Contains(":feature-x", StringComparison.Ordinal)));
    }

    // Each alone and both in either order, without meeting: what may come of it when they meet.
    private async Task AddRaceAsync(string name, Runner first, Runner second, RegistryView before)
    {
        var between = new List<RegistryView>();
        foreach (var order in (Runner[][])[[second, first], [first, second]])
        {
            await Family.Registry.RestoreAsync(before);
            foreach (var runner in order)
            {
                await Family.RunAsync(runner.Checkout, null, runner.Words);
                between.Add(await Family.Registry.LookAsync());
            }
        }

        var (one, other) = (between[1], between[^1]);
        var open = ImmutableHashSet<string>.Empty;
        foreach (var tag in one.Names.Keys.Union(other.Names.Keys))
        {
            if (!await Family.Meanings.AreSameAsync(tag, one[tag], other[tag]))
                open = open.Add(tag);
        }

        Races = Races.Add(name, new Race(name, first, second, before, [.. between], other.Without(open.Contains), open));
    }

    private async Task<RegistryView> PushAsync()
    {
        await Family.SucceedAsync(Family.Checkout, "push");
        return await Family.Registry.LookAsync();
    }

    private async Task<Checkout> CheckoutAsync(string branch, string? commit = null)
    {
        var checkout = await Checkout.OfAsync(Family.Checkout.Root, branch, commit);
        await checkout.GitAsync("remote", "set-url", "origin", Family.Remote);
        checkouts.Add(checkout);
        return checkout;
    }

    // Once without any fault: what it asks then is where faults can be.
    private async Task<Scenario> AddAsync(string name, Checkout checkout, ImmutableArray<string> words, RegistryView before,
        TimeSpan ahead = default)
    {
        await Family.Registry.RestoreAsync(before);
        Family.Proxy.Log.Clear();
        var ending = await Family.RunAsync(checkout, new SteadyClock(ahead), words);
        if (!ending.IsSuccess)
            throw new InvalidOperationException($"{name}, without any fault: {ending}{Environment.NewLine}{ending.Output}");
        var scenario = new Scenario(name, checkout, words, before, await Family.Registry.LookAsync(),
            Places.Of(Family.Proxy.Log, Family.Namespace)) { Ahead = ahead };
        Scenarios = Scenarios.Add(name, scenario);
        return scenario;
    }
}
