namespace KegImages.Running;

/// <summary>The containers of taps, as an engine has them.</summary>
internal sealed class TapContainers(ICommandRunner runner, DockerClient docker)
{
    /// <summary>All containers with a label, by project and name.</summary>
    public async Task<ImmutableArray<TapContainer>> FindAsync(string label, string value, CancellationToken cancellationToken)
    {
        var list = docker.Command("container", "ls", "--all", "--quiet", "--no-trunc", "--filter", $"label={label}={value}");
        var ids = (await runner.RunAsync(list, null, null, cancellationToken)).OrThrow().StandardOutput.Split('\n',
            StringSplitOptions.RemoveEmptyEntries);
        if (ids.Length == 0)
            return [];
        // One that was removed meanwhile makes the command fail, but it still answers for the others.
        var inspect = docker.Command(["container", "inspect", "--format", "{{json .}}", .. ids]);
        return
        [
            .. TapContainer.Parse((await runner.RunAsync(inspect, null, null, cancellationToken)).StandardOutput)
                .OrderBy(container => container.Project, StringComparer.Ordinal)
                .ThenBy(container => container.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>The last lines that a container printed.</summary>
    public async Task<ImmutableArray<string>> LastLinesAsync(TapContainer container, int lines, CancellationToken cancellationToken)
    {
        var said = new List<string>();
        var command = docker.Command("container", "logs", "--tail", $"{lines}", container.Id);
        await runner.RunAsync(command, Add, Add, cancellationToken);
        return [.. said];

        void Add(string line)
        {
            lock (said)
                said.Add(line.TrimEnd());
        }
    }
}
