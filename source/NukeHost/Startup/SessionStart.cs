using System.Text;
using Nuke.Common.CI.GitHubActions;
using Nuke.Common.Output;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Startup;

/// <summary>What is settled before the build class is created: root, host, and the files that parameters come from.</summary>
internal static class SessionStart
{
    public static BuildSession Open(HostEnvironment environment, Masks masks)
    {
        var commandLine = CommandLine.Parse(environment.Arguments);
        var host = HostOf(commandLine, environment);
        return new BuildSession
        {
            Environment = environment,
            CommandLine = commandLine,
            Root = RootFolder.Find(commandLine, environment),
            Host = host,
            Masks = masks,
            IsServer = host is GitHubActions || IsTrue(environment, "CI"),
            Output = host is GitHubActions
                ? new GitHubOutput(environment.Out, environment.Clock)
                : new HostOutput(environment.Out, environment.Clock, environment.HasColor ? Palette.Ansi : Palette.None)
                    { Messages = environment.Messages },
        };
    }

    public static ParameterSources Sources(BuildSession session)
    {
        var variables = session.Environment.Variables;
        var profiles = session.CommandLine.Last("Profile") is { } option
            ? option.Values
            : variables.GetValueOrDefault("NUKE_PROFILE", "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToList();
        var brought = session.Environment.Tool?.Profiles ?? new Dictionary<string, string>();
        var missing = profiles.Where(profile => !File.Exists(Path(session, profile)) && !brought.ContainsKey(profile)).ToArray();
        if (missing.Length > 0)
        {
            string[] known = [.. Profiles(session).Union(brought.Keys).Order(StringComparer.Ordinal)];
            throw new UsageException(missing.Select(profile =>
                $"--profile {profile}: there is no file .nuke/parameters.{profile}.json{Nearest.DidYouMean(profile, known)}: "
                + (known.Length > 0 ? $"choose among {string.Join(", ", known)}" : $"'{session.Root}' has no profile in .nuke")));
        }

        // The last profile named wins, and every profile wins over the file for all.
        var files = profiles.AsEnumerable().Reverse().Select(profile => Path(session, profile) is { } file && File.Exists(file)
                ? Read(file)
                : ParameterFile.Read($"--profile {profile}", Encoding.UTF8.GetBytes(brought[profile])))
            .Concat(new[] { (string)(session.Root / ".nuke" / "parameters.json") }.Where(File.Exists).Select(Read));
        return new ParameterSources(session.CommandLine, variables, [.. files]) { AreShared = session.Environment.Tool is not null };

        ParameterFile Read(string file) => ParameterFile.Read(session.Display(file), File.ReadAllBytes(file));
    }

    private static string Path(BuildSession session, string profile) => session.Root / ".nuke" / $"parameters.{profile}.json";

    private static string[] Profiles(BuildSession session) =>
    [
        .. (Directory.Exists(session.Root / ".nuke") ? Directory.EnumerateFiles(session.Root / ".nuke", "parameters.*.json") : [])
            .Select(file => System.IO.Path.GetFileName(file)["parameters.".Length..^".json".Length]).Order(StringComparer.Ordinal),
    ];

    private static Host HostOf(CommandLine commandLine, HostEnvironment environment)
    {
        var typed = commandLine.Last("Host")?.Values.FirstOrDefault();
        var given = typed ?? environment.Variables.GetValueOrDefault("NUKE_HOST");
        if (string.IsNullOrEmpty(given))
            return Host.Of(IsTrue(environment, "GITHUB_ACTIONS") ? nameof(GitHubActions) : nameof(Terminal));
        return Host.Names.FirstOrDefault(name => string.Equals(name, given, StringComparison.OrdinalIgnoreCase)) is { } known
            ? Host.Of(known)
            : throw new UsageException($"{(typed is null ? "NUKE_HOST in the environment" : "--host")}: '{given}' is none of "
                + $"{string.Join(", ", Host.Names)}{Nearest.DidYouMean(given, Host.Names)}");
    }

    private static bool IsTrue(HostEnvironment environment, string variable) =>
        string.Equals(environment.Variables.GetValueOrDefault(variable), "true", StringComparison.OrdinalIgnoreCase);
}
