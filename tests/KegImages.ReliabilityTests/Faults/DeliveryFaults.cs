using System.Collections.Immutable;
using KegImages.ReliabilityTests.Proxy;

namespace KegImages.ReliabilityTests.Faults;

/// <summary>Answers that do not arrive, or not whole, or not in time.</summary>
internal static class DeliveryFaults
{
    public static ImmutableArray<Fault> All { get; } =
    [
        Fault.Instead("reset before anything is done", _ => Answer.Of(200) with { Delivery = Delivery.ResetBefore }),
        By("reset after it was done", Delivery.ResetBefore),
        By("reset in the middle of the body", Delivery.ResetInTheMiddle),
        By("end in the middle of the body", Delivery.EndInTheMiddle),
        Fault.Instead("stall", _ => Answer.Of(200) with { Delivery = Delivery.Stall }),
        By("stall after it was done", Delivery.Stall),
        By("stall in the middle of the body", Delivery.StallInTheMiddle),
        By("drip", Delivery.Drip),
        By("endless body", Delivery.Endless) with { Applies = place => place.Method != "HEAD" },
    ];

    private static Fault By(string name, Delivery delivery) => Fault.After(name, answer => answer with { Delivery = delivery });
}
