using Docker.DotNet.Models;

namespace KegImages.Engines;

/// <summary>A container to be made of an image.</summary>
public sealed record ContainerOrder
{
    /// <summary>The image, by reference or id; it is in the engine.</summary>
    public required string Image { get; init; }

    /// <summary>What it runs in place of the image's entry point and command; null for these.</summary>
    public ImmutableArray<string>? Command { get; init; }

    /// <summary>Variables over those of the image, <c>NAME=value</c>.</summary>
    public ImmutableArray<string> Variables { get; init; } = [];

    /// <summary>The user; null for the image's own.</summary>
    public string? User { get; init; }

    /// <summary>Whether it has a terminal.</summary>
    public bool Terminal { get; init; }

    /// <summary>Capabilities beside the usual ones.</summary>
    public ImmutableArray<string> Capabilities { get; init; } = [];

    /// <summary>The network that it is on: <c>none</c>, or one that is there; null for the engine's usual one.</summary>
    public string? Network { get; init; }

    /// <summary>Ports that are published on a free one.</summary>
    public ImmutableArray<int> Ports { get; init; } = [];

    /// <summary>The address that they are published on; null for all of the engine's.</summary>
    public string? PublishedOn { get; init; }

    /// <summary>Its labels.</summary>
    public required ImmutableDictionary<string, string> Labels { get; init; }

    internal CreateContainerParameters ToParameters() => new()
    {
        Image = Image,
        // An empty word takes the image's entry point away, as docker's own client does it.
        Entrypoint = Command is null ? null! : [""],
        Cmd = Command is { } command ? [.. command] : null!,
        Env = Variables.IsEmpty ? null! : [.. Variables],
        User = User!,
        Tty = Terminal,
        Labels = Labels.ToDictionary(),
        ExposedPorts = Ports.IsEmpty ? null! : Ports.ToDictionary(port => $"{port}/tcp", _ => default(EmptyStruct)!),
        HostConfig = new HostConfig
        {
            NetworkMode = Network!,
            CapAdd = Capabilities.IsEmpty ? null! : [.. Capabilities],
            PortBindings = Ports.IsEmpty ? null! : Ports.ToDictionary(port => $"{port}/tcp",
                _ => (IList<PortBinding>)[new PortBinding { HostIP = PublishedOn!, HostPort = "" }]),
        },
    };
}
