using KegImages.ReliabilityTests.Proxy;

namespace KegImages.ReliabilityTests.Faults;

/// <summary>The faults of one run, counted as they happen.</summary>
/// <param name="injections">What goes wrong.</param>
/// <param name="namespace">The namespace that is looked at.</param>
internal sealed class Misbehaviour(IReadOnlyList<Injection> injections, string @namespace)
{
    private readonly int[] seen = new int[injections.Count];
    private readonly int[] happened = new int[injections.Count];

    /// <summary>How many answers went wrong.</summary>
    public int Happened => happened.Sum();

    /// <summary>How many answers went wrong at each place.</summary>
    public IEnumerable<(Place Place, int Times)> Places => injections.Select((injection, number) => (injection.Place, happened[number]));

    /// <summary>What is answered in place of the registry; null where nothing goes wrong.</summary>
    public Task<Answer>? Interfere(Exchange exchange)
    {
        if (Place.Of(exchange.Request, @namespace) is not { } place)
            return null;
        for (var i = 0; i < injections.Count; i++)
        {
            var injection = injections[i];
            if (injection.Place != place)
                continue;
            var turn = Interlocked.Increment(ref seen[i]);
            if (turn < injection.From || turn - injection.From >= injection.Times)
                continue;
            Interlocked.Increment(ref happened[i]);
            return injection.Fault.AnswerAsync(exchange);
        }

        return null;
    }
}
