namespace KegImages.Linting.Shell;

/// <summary>What is known of a shell at the place that is read.</summary>
internal sealed class ShellState
{
    /// <summary>Whether a command that fails ends it, as <c>set -e</c> asks.</summary>
    public bool EndsOnError { get; set; }

    /// <summary>Whether one of its commands so far may have ended it.</summary>
    public bool Exits { get; set; }

    /// <summary>Whether the last command ended it for certain.</summary>
    public bool IsOver { get; set; }
}
