namespace KegImages.Components;

/// <summary>
/// What a target says of itself beside its description: the options that it reads, what it changes, and how it is called. The embedded host
/// knows the attribute by its name, as a compiler knows its own, and refuses every other option that is typed beside the target;
/// NUKE itself has nothing of the kind.
/// </summary>
/// <param name="topic">The heading under which help shows the target.</param>
/// <param name="options">The options that it reads, as they are typed, without dashes and with spaces between them.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class UsageAttribute(string topic, string options = "") : Attribute
{
    /// <summary>The heading under which help shows the target.</summary>
    public string Topic => topic;

    /// <summary>The options that it reads.</summary>
    public string Options => options;

    /// <summary>What it writes or changes, as a clause; null for a target that only looks.</summary>
    public string? Writes { get; set; }

    /// <summary>An option that may not stand beside it, whoever else reads it: what it does cannot be rehearsed.</summary>
    public string? Refuses { get; set; }

    /// <summary>How it is called: the words behind the program's name; behind <c>#</c> what that does.</summary>
    public string[] Examples { get; set; } = [];

    /// <summary>Whether it is one of the few that a day needs.</summary>
    public bool IsDaily { get; set; }
}
