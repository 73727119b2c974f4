namespace KegImages.Running;

/// <summary>
/// What a user asks of the commands that run taps, as typed, beside the options that all commands share; nothing in it is checked yet.
/// </summary>
public sealed record TapOptions
{
    /// <summary><c>--from</c>: exactly the image to run, such as <c>evf:my-changes-tag</c>.</summary>
    public string? From { get; init; }

    /// <summary><c>--package</c>: the package to run.</summary>
    public string? Package { get; init; }

    /// <summary><c>--pull-policy</c>: when the provider is asked.</summary>
    public PullPolicy Pull { get; init; }

    /// <summary>
    /// <c>--port</c>: the port of this machine that the tap's own is published on; null for what its compose file says, else any free one.
    /// </summary>
    public int? Port { get; init; }

    /// <summary><c>--env</c>: the environment whose values files are read; null for the usual one.</summary>
    public string? Environment { get; init; }

    /// <summary><c>--detach</c>: do not follow the log of what was started.</summary>
    public bool Detach { get; init; }

    /// <summary><c>--follow</c>: show what comes, until it is interrupted.</summary>
    public bool Follow { get; init; }

    /// <summary>Whether the command runs Docker Compose; the engine alone does for the others.</summary>
    public bool NeedsCompose { get; init; } = true;

    /// <summary>What says <see cref="From"/>, for messages.</summary>
    public string FromIs { get; init; } = "--from";

    /// <summary>Whether a person sits at a terminal: input and output both.</summary>
    public bool HasTerminal { get; init; }

    /// <summary>How long a tap may take to become healthy.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);
}
