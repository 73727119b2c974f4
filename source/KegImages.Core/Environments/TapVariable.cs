namespace KegImages.Environments;

/// <summary>A variable of a running container, and what says it.</summary>
/// <param name="Origin"><c>path:line</c>, relative to the root with <c>/</c>, or <c>the process's environment</c>.</param>
/// <param name="IsSecret">Whether its value is never shown: its name says so, a file's <c>secrets</c> does, or it is made from such a
/// one.</param>
public sealed record TapVariable(string Name, string Value, string Origin, bool IsSecret)
{
    /// <summary>The origin of what the process that runs us gives.</summary>
    public const string Process = "the process's environment";

    /// <summary>The value as people may see it: a secret's is <c>***</c>.</summary>
    public string Shown => IsSecret ? "***" : Value;

    /// <summary><c>name=value</c>, a secret masked.</summary>
    public override string ToString() => $"{Name}={Shown}";
}
