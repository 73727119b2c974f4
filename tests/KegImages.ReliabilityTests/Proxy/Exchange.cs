namespace KegImages.ReliabilityTests.Proxy;

/// <summary>A request, and the way to the registry that it is for.</summary>
/// <param name="Request">The request.</param>
/// <param name="Proxy">Where it came in: host and port.</param>
/// <param name="ForwardAsync">Has the registry answer it.</param>
internal sealed record Exchange(Request Request, string Proxy, Func<Task<Answer>> ForwardAsync);
