namespace KegImages.Commands;

/// <summary>A command as data: an executable and its arguments as a list, never a joined string. It runs nothing by itself.</summary>
/// <param name="Executable">A name on the PATH or a path.</param>
public sealed record Command(string Executable, ImmutableArray<string> Arguments)
{
    /// <summary>A command from its words.</summary>
    public Command(string executable, params IEnumerable<string> arguments)
        : this(executable, arguments.ToImmutableArray())
    {
    }

    /// <summary>Variables set for this one process, beside those that <see cref="InheritedEnvironment"/> hands on; a null value takes one
    /// away.</summary>
    public ImmutableSortedDictionary<string, string?> Environment { get; init; } =
        ImmutableSortedDictionary.Create<string, string?>(StringComparer.Ordinal);

    /// <summary>Those of <see cref="Environment"/> whose values are secret: they are never part of its text.</summary>
    public ImmutableSortedSet<string> Secrets { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>The folder it runs in; null for the current one.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>What is written to its standard input before that is closed; null for an empty one.</summary>
    public string? StandardInput { get; init; }

    /// <summary>How long it may run; null for as long as it takes.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The command as a line that can be pasted into a POSIX shell: every word quoted where it must be, its variables in front.
    /// Standard input and secret variables are not part of it: who pastes it has set them.</summary>
    public override string ToString()
    {
        var line = new StringBuilder();
        foreach (var (name, value) in Environment)
        {
            if (value is not null && !Secrets.Contains(name))
                line.Append(name).Append('=').Append(Quote(value)).Append(' ');
        }

        line.Append(Quote(Executable));
        foreach (var argument in Arguments)
            line.Append(' ').Append(Quote(argument));
        return line.ToString();
    }

    private static string Quote(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:=@,+%".Contains(c, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
