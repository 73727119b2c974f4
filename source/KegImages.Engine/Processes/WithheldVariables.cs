using System.Collections.Concurrent;

namespace KegImages.Processes;

/// <summary>Variables of our own environment that hold secrets of builds: a process has one only where its command sets it.</summary>
public sealed class WithheldVariables
{
    // Who asks for logins does so in the user's name, with whatever the user has set for it.
    private static readonly string[] AsksForLogins = ["git", "docker-credential-"];

    private readonly ConcurrentDictionary<string, bool> names = new(StringComparer.Ordinal);

    /// <summary>Withholds further ones from now on.</summary>
    public void Add(IEnumerable<string> variables)
    {
        foreach (var variable in variables)
            names[variable] = true;
    }

    /// <summary>The command without what is withheld.</summary>
    public Command From(Command command)
    {
        var program = Path.GetFileNameWithoutExtension(command.Executable);
        if (names.IsEmpty || program == AsksForLogins[0] || program.StartsWith(AsksForLogins[1], StringComparison.Ordinal))
            return command;
        var withheld = names.Keys.Where(name => !command.Environment.ContainsKey(name))
            .Select(name => KeyValuePair.Create(name, (string?)null));
        return command with { Environment = command.Environment.AddRange(withheld) };
    }
}
