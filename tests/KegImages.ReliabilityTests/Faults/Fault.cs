using System.Collections.Immutable;
using KegImages.ReliabilityTests.Proxy;

namespace KegImages.ReliabilityTests.Faults;

/// <summary>One way in which a registry misbehaves.</summary>
/// <param name="Name">What it is called, without spaces at its ends.</param>
/// <param name="AnswerAsync">What is answered in place of what the registry says, or after it.</param>
internal sealed record Fault(string Name, Func<Exchange, Task<Answer>> AnswerAsync)
{
    /// <summary>Whether it means anything at a place.</summary>
    public Func<Place, bool> Applies { get; init; } = _ => true;

    /// <summary>Whether it means anything at a place, and comes to an end there.</summary>
    public bool Fits(Place place) =>
        Applies(place) && !(place.IsEngines && (DeliveryFaults.All.Contains(this) || WaitFaults.All.Contains(this)));

    /// <summary>Every fault there is.</summary>
    public static ImmutableArray<Fault> All { get; } =
    [
        .. StatusFaults.All, .. WaitFaults.All, .. DeliveryFaults.All, .. BodyFaults.All, .. HeaderFaults.All, .. LoginFaults.All,
            .. RedirectFaults.All,
        .. ListFaults.All, .. UploadFaults.All, .. LyingFaults.All,
    ];

    /// <summary>The fault of a name.</summary>
    public static Fault Named(string name) =>
        All.FirstOrDefault(fault => fault.Name == name) ?? throw new FormatException($"there is no fault '{name}'");

    /// <summary>The registry is not asked.</summary>
    public static Fault Instead(string name, Func<Exchange, Answer> answer) => new(name, exchange => Task.FromResult(answer(exchange)));

    /// <summary>The registry does as it is told, and its answer is changed.</summary>
    public static Fault After(string name, Func<Answer, Answer> change) =>
        new(name, async exchange => change(await exchange.ForwardAsync()));

    public override string ToString() => Name;
}
