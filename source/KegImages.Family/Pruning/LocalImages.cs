namespace KegImages.Pruning;

/// <summary>The images in the engine that this project built, and their removal by name. What a container uses is left alone, and nothing
/// is forced.</summary>
internal sealed class LocalImages(ICommandRunner runner, DockerClient docker)
{
    /// <summary>The names of images with our label; null, with the reason, where no engine answers.</summary>
    public async Task<(ImmutableArray<LocalImage>? Images, string? Reason)> ReadAsync(CancellationToken cancellationToken)
    {
        CommandResult ids;
        try
        {
            ids = await RunAsync(["image", "ls", "--quiet", "--no-trunc", "--filter", $"label={ImageLabels.Branch}"], cancellationToken);
        }
        catch (FailedException exception)
        {
            // There may be no docker at all: a registry is cleaned without.
            return (null, exception.Message.Split('\n')[0].Trim());
        }

        if (ids.ExitCode != 0)
            return (null, ids.StandardError.Trim().Split('\n')[0]);
        if (Lines(ids) is not { Length: > 0 } found)
            return ([], null);
        var containers = Lines((await RunAsync(["container", "ls", "--all", "--quiet", "--no-trunc"], cancellationToken)).OrThrow());
        var uses = containers.Length == 0 ? null
            : await RunAsync(["container", "inspect", "--format", "{{.Image}}", .. containers], cancellationToken);
        // A container that ends meanwhile makes the command fail, but it still answers for the others; for any other failure it is not
        // known what is used.
        if (uses is { ExitCode: not 0 } && Problems(uses)
            .FirstOrDefault(line => !line.Contains("No such container", StringComparison.OrdinalIgnoreCase)) is { } problem)
            return (null, problem);
        var used = uses is null ? [] : Lines(uses).ToHashSet(StringComparer.Ordinal);
        var inspected = await RunAsync(["image", "inspect", "--format",
            """{"id":{{json .Id}},"names":{{json .RepoTags}},"labels":{{json .Config.Labels}}}""", .. found.Distinct()], cancellationToken);
        return ([.. Lines(inspected).Select(Parse).SelectMany(image => NamesOf(image, used))], null);
    }

    /// <summary>Takes a name away; the image too where it was the last.</summary>
    /// <returns>Null when it is gone; else why it is not.</returns>
    public async Task<string?> RemoveAsync(ImageReference name, CancellationToken cancellationToken)
    {
        var result = await RunAsync(["image", "rm", name.ToString()], cancellationToken);
        return result.ExitCode == 0 || result.StandardError.Contains("No such image", StringComparison.OrdinalIgnoreCase) ? null
            : result.StandardError.Trim();
    }

    private static IEnumerable<LocalImage> NamesOf(LocalDocument image, HashSet<string> used)
    {
        var branch = BranchName.TryParse(image.Labels?.GetValueOrDefault(ImageLabels.Branch), out var labelled) ? labelled : null;
        foreach (var name in image.Names ?? [])
        {
            if (branch is not null && ImageReference.TryParse(name, out var reference) && reference.Tag is not null)
                yield return new LocalImage(reference, branch, used.Contains(image.Id));
        }
    }

    private static LocalDocument Parse(string line) =>
        new OutsideDocument("what docker says of an image").Read(line, LocalJson.Default.LocalDocument);

    private static string[] Problems(CommandResult result) =>
        result.StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string[] Lines(CommandResult result) =>
        result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private async Task<CommandResult> RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        await runner.RunAsync(docker.Command(arguments) with { Timeout = TimeSpan.FromMinutes(1) }, null, null, cancellationToken);
}

internal sealed record LocalDocument(string Id, string[]? Names = null, Dictionary<string, string>? Labels = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false)]
[JsonSerializable(typeof(LocalDocument))]
internal sealed partial class LocalJson : JsonSerializerContext;
