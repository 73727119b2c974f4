using Nuke.Common.ValueInjection;

namespace Nuke.Common.Startup;

/// <summary>
/// Words with a colon in front are commands to the host itself, as in NUKE's global tool. They need no build class, only its schema.
/// </summary>
internal static class HostCommands
{
    public static bool IsOne(IReadOnlyList<string> arguments) => arguments is [[':', ..], ..];

    public static int Run(HostEnvironment environment)
    {
        var root = RootFolder.Find(new CommandLine([], []), environment);
        string[] words = [.. environment.Arguments.Skip(1)];
        switch (environment.Arguments[0])
        {
            case ":complete":
                foreach (var completion in Completion.Of(SchemaFile.Read(root), string.Join(' ', words)))
                    environment.Out.WriteLine(completion);
                return ExitCodes.Done;
            case ":secrets":
                return SecretsCommand.Run(environment, root, words);
            default:
                throw new UsageException(
                    $"'{environment.Arguments[0]}' is not a "
                        + $"command{Nearest.DidYouMean(environment.Arguments[0], [":complete", ":secrets"])}: choose among :complete, "
                        + ":secrets");
        }
    }
}
