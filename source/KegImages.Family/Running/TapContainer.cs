using KegImages.Engines;
namespace KegImages.Running;

/// <summary>A container of a tap.</summary>
public sealed record TapContainer : EngineContainer
{
    /// <summary>A container that nobody has yet.</summary>
    public TapContainer()
    {
    }

    /// <summary>An engine's container as that of a tap.</summary>
    [SetsRequiredMembers]
    public TapContainer(EngineContainer container)
        : base(container)
    {
    }

    /// <summary>The compose project that it belongs to.</summary>
    public string Project => Label(TapLabels.Project);

    /// <summary>The tap that it runs.</summary>
    public string Tap => Label(TapLabels.Tap);

    /// <summary>Whether it was started from the image that a reference names.</summary>
    public bool Runs(ImageReference image) => ImageReference.TryParse(Label(TapLabels.Image), out var started) && started == image;

    /// <summary>State and health in a few words: <c>running, healthy</c>, <c>exited (1)</c>.</summary>
    public string StateText =>
        Health is { } health && IsRunning ? $"{State}, {health}" : State == "exited" ? $"exited ({ExitCode})" : State;

    /// <summary>The address from this machine itself; null where the tap's port is not published.</summary>
    public string? DirectUrl =>
        int.TryParse(Label(TapLabels.Port), out var port) && Published.TryGetValue(port, out var address) ? $"http://{address}" : null;
}
