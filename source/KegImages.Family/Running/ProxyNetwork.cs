namespace KegImages.Running;

/// <summary>The networks that starts made for keg-proxy; one that was there before is nobody's business here.</summary>
internal sealed class ProxyNetwork(ICommandRunner runner, DockerClient docker)
{
    /// <summary>Removes those that nothing uses any more; returns their names.</summary>
    public async Task<ImmutableArray<string>> RemoveUnusedAsync(CancellationToken cancellationToken)
    {
        var list = docker.Command("network", "ls", "--filter", $"label={RunLabels.MadeNetwork}=made", "--format", "{{.Name}}");
        var removed = ImmutableArray.CreateBuilder<string>();
        foreach (var name in (await runner.RunAsync(list, null, null, cancellationToken)).OrThrow().StandardOutput.Split('\n',
            StringSplitOptions.RemoveEmptyEntries))
        {
            // The engine itself refuses to remove a network that a running container is on.
            var used = await runner.RunAsync(docker.Command("container", "ls", "--all", "--quiet", "--filter", $"network={name}"), null,
                null, cancellationToken);
            if (used.StandardOutput.Trim().Length == 0
                && (await runner.RunAsync(docker.Command("network", "rm", name), null, null, cancellationToken)).ExitCode == 0)
                removed.Add(name);
        }

        return removed.ToImmutable();
    }
}
