using KegImages.Contexts;

namespace KegImages.Pipeline;

/// <summary>
/// The platform that the chosen builder builds for, which a fingerprint needs before anything asks the builder. An engine at a socket of
/// this machine is taken to be of its kind; of another one it is asked once and remembered. Before something is built, the builder is asked
/// anyway, and has the last word.
/// </summary>
/// <param name="world">Everything outside.</param>
/// <param name="builder">The builder that an option names; null where none does.</param>
/// <param name="folder">Where answers are remembered.</param>
internal sealed class BuilderPlatform(World world, string? builder, string folder)
{
    private const string FileName = "platforms";

    private readonly BuilderChoice choice = BuilderChoice.Of(builder, world.Docker, world.Environment);

    /// <summary>What the chosen builder builds for.</summary>
    public static BuilderPlatform Of(Workplace workplace, string? builder) =>
        new(workplace.World, builder, Path.Combine(workplace.TemporaryFolder, "builders"));

    private string FilePath => Path.Combine(folder, FileName);

    /// <summary>Its name as in <c>--platform</c>; where nobody can tell, this machine's.</summary>
    public async Task<string> FindAsync(CancellationToken cancellationToken)
    {
        if ((await RememberedAsync(cancellationToken)).GetValueOrDefault(choice.Key) is { } known)
            return known;
        if (choice.IsThisMachine)
            return OwnPlatform.Name;
        var inspected = await EngineProbe.InspectAsync(world.Runner, world.Docker, builder, cancellationToken);
        if (inspected?.Platform is not { } platform)
            return OwnPlatform.Name;
        await RememberAsync(platform, cancellationToken);
        return platform;
    }

    /// <summary>Keeps what the builder says of itself.</summary>
    public async Task RememberAsync(string platform, CancellationToken cancellationToken)
    {
        var known = await RememberedAsync(cancellationToken);
        known[choice.Key] = platform;
        try
        {
            OwnFolders.Make(folder);
            var lines = known.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}");
            await File.WriteAllLinesAsync(FilePath, lines, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FailedException($"'{FilePath}' cannot be written: {exception.Message}", exception);
        }
    }

    private async Task<Dictionary<string, string>> RememberedAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!File.Exists(FilePath))
                return [];
            var lines = await File.ReadAllLinesAsync(FilePath, cancellationToken);
            return lines.Select(line => line.Split(' ')).Where(words => words.Length == 2).DistinctBy(words => words[0])
                .ToDictionary(words => words[0], words => words[1], StringComparer.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
