using System.ComponentModel;
using System.Text.Json.Nodes;
using KegImages.Proposals;

namespace KegImages.Adopting;

/// <summary>Asks docker's own programs what a bake or compose file means; neither of them needs an engine for it.</summary>
internal sealed class OtherTool(Workplace workplace)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>What the file builds.</summary>
    /// <exception cref="WrongUseException">docker is missing, or refuses the file.</exception>
    public async Task<TakenOver> ReadAsync(TakeOver from, CancellationToken cancellationToken)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(workplace.Root));
        var taken = from == TakeOver.Bake
            ? OtherBuildFile.Bake(await PrintedAsync(from, ["buildx", "bake", "--print"], cancellationToken), root)
            // All of them: a profile only says what is started.
            : OtherBuildFile.Compose(
                await PrintedAsync(from, ["compose", "--profile", "*", "config", "--format", "json"], cancellationToken), root);
        if (taken.Builds.IsEmpty)
            throw new WrongUseException([
                new Problem($"the {WordOf(from)} file builds no image from a folder of this repository: {string.Join("; ",
                    taken.Left.Select(left => $"{left.Of}: {left.What}"))}",
                    Next: $"look for the Dockerfiles themselves: {ThisProgram.Name} Init{ThisProgram.SamePlace}"),
            ]);
        return taken;
    }

    private async Task<JsonObject> PrintedAsync(TakeOver from, string[] words, CancellationToken cancellationToken)
    {
        var docker = workplace.World.Docker;
        var command = docker.Direct(docker.Command(words)) with { WorkingDirectory = workplace.Root, Timeout = Patience };
        CommandResult printed;
        try
        {
            printed = await workplace.World.Runner.RunAsync(command, null, null, cancellationToken);
        }
        catch (FailedException exception) when (exception.InnerException is Win32Exception)
        {
            throw new WrongUseException($"'{docker.Executable}' is not on the PATH, and only it can read a {WordOf(from)} file",
                next: $"install docker's client with its {(from == TakeOver.Bake ? "buildx" : "compose")} plugin (no engine is needed), "
                    + $"or look for the Dockerfiles themselves: {ThisProgram.Name} Init{ThisProgram.SamePlace}");
        }

        if (printed.ExitCode != 0)
            throw new WrongUseException($"docker cannot read the {WordOf(from)} file: {command}{Environment.NewLine}{LastOf(printed)}",
                next: from == TakeOver.Bake
                    ? "what is taken over is the group 'default' and its targets; mend the file, or look for the Dockerfiles themselves: "
                        + $"{ThisProgram.Name} Init{ThisProgram.SamePlace}"
                    : $"mend the file, or look for the Dockerfiles themselves: {ThisProgram.Name} Init{ThisProgram.SamePlace}");
        return new OutsideDocument($"what {command} prints").ReadObject(Encoding.UTF8.GetBytes(printed.StandardOutput));
    }

    private static string LastOf(CommandResult printed) => string.Join(Environment.NewLine,
        printed.StandardError.Trim().Split('\n').TakeLast(5).Select(line => "  " + line.TrimEnd()));

    private static string WordOf(TakeOver from) => from == TakeOver.Bake ? "bake" : "compose";
}
