using Nuke.Common.ValueInjection;

namespace Nuke.Common.Startup;

/// <summary>
/// Words with a colon in front are commands to the host itself, as in NUKE's global tool. They need no build class, only its schema; a
/// tool, which writes none, is asked for it, and has no secrets that a file could hold.
/// </summary>
internal static class HostCommands
{
    public static bool IsOne(IReadOnlyList<string> arguments) => arguments is [[':', ..], ..] || IsCompletion(arguments);

    // As people call it; a colon in front is not expected before what is no target.
    private static bool IsCompletion(IReadOnlyList<string> arguments) =>
        arguments.Count > 0 && arguments[0].Equals("Completion", StringComparison.OrdinalIgnoreCase);

    /// <param name="environment">The words.</param>
    /// <param name="schema">What a tool knows, as a schema.</param>
    public static int Run(HostEnvironment environment, Func<SchemaFile> schema)
    {
        if (IsCompletion(environment.Arguments))
            return PrintScript(environment);
        var root = RootFolder.Find(new CommandLine([], []), environment);
        string[] words = [.. environment.Arguments.Skip(1)];
        string[] commands = environment.Tool is null ? [":complete", ":secrets"] : [":complete"];
        switch (commands.FirstOrDefault(command => command == environment.Arguments[0]))
        {
            case ":complete":
                var known = environment.Tool is null ? SchemaFile.Read(root) : schema();
                foreach (var completion in Completion.Of(known, environment.Program, string.Join(' ', words)))
                    environment.Out.WriteLine(completion);
                return ExitCodes.Done;
            case ":secrets":
                return SecretsCommand.Run(environment, root, words);
            default:
                throw new UsageException(
                    $"'{environment.Arguments[0]}' is not a "
                        + $"command{Nearest.DidYouMean(environment.Arguments[0], commands)}: choose among {string.Join(", ", commands)}");
        }
    }

    private static int PrintScript(HostEnvironment environment)
    {
        var shell = environment.Arguments.ElementAtOrDefault(1)?.ToLowerInvariant();
        if (environment.Arguments.Count != 2 || !CompletionScripts.Shells.Contains(shell))
            throw new UsageException($"Completion needs the name of a shell: choose among {string.Join(", ", CompletionScripts.Shells)}"
                + (shell is null ? "" : Nearest.DidYouMean(shell, CompletionScripts.Shells)));
        environment.Out.WriteLine(CompletionScripts.Of(shell!, environment.Program));
        return ExitCodes.Done;
    }
}
