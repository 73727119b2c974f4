using System.ComponentModel;
using KegImages.Engines;

namespace KegImages.Running;

/// <summary>Finds out, before anything is run, whether there is an engine and a Docker Compose that can run it.</summary>
internal sealed class ComposeProbe(ICommandRunner runner, DockerClient docker, Engine engine)
{
    // The first that understands !override and !reset in the files that a start writes.
    private static readonly Version Oldest = new(2, 24);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const string LocalProfile = "or add --profile local, which brings an engine, Compose and a registry of its own";

    /// <summary>Asks both at once. Throws <see cref="WrongUseException"/> with every problem when one is missing or too old.</summary>
    /// <param name="needsCompose">Whether Compose is asked for at all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RequireAsync(bool needsCompose, CancellationToken cancellationToken)
    {
        List<Problem> problems = [];
        var asking = EngineAsync(problems, cancellationToken);
        var compose = needsCompose ? await AskAsync(["compose", "version", "--short"], cancellationToken) : null;
        await asking;
        if (needsCompose && compose is null)
            throw new WrongUseException($"'{docker.Executable}' is not on the PATH",
                next: $"Install Docker with its compose plugin (https://docs.docker.com/engine/install/), {LocalProfile}.");
        if (compose is not null && WhyNot(compose) is { } problem)
            problems.Add(problem);
        WrongUseException.ThrowIfAny(problems);
    }

    private async Task EngineAsync(List<Problem> problems, CancellationToken cancellationToken)
    {
        try
        {
            await engine.RequireAsync(cancellationToken);
        }
        catch (EngineException exception)
        {
            problems.Add(exception.ToProblem(LocalProfile));
        }
    }

    private static Problem? WhyNot(CommandResult answer)
    {
        const string install = "Install the package docker-compose-plugin (Docker's) or docker-compose (Debian's, from version 2)";
        if (answer.ExitCode != 0 || Spelling.VersionIn(answer.StandardOutput, isWord: false) is not { } version)
            return new Problem("docker has no compose plugin: 'docker compose version' does not answer",
                Next: $"{install}, {LocalProfile}.");
        return version < Oldest
            ? new Problem($"docker compose is {version}, at least {Oldest} is needed: it puts files over each other without building "
                + "anything", Next: $"{install} in a newer version, {LocalProfile}.") : null;
    }

    private async Task<CommandResult?> AskAsync(string[] words, CancellationToken cancellationToken)
    {
        try
        {
            return await runner.RunAsync(docker.Command(words) with { Timeout = Patience }, null, null, cancellationToken);
        }
        catch (FailedException exception) when (exception.InnerException is Win32Exception)
        {
            return null;
        }
    }
}
