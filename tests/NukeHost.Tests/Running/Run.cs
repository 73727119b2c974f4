using Nuke.Common.Startup;

namespace Nuke.Common.Tests.Running;

/// <summary>A run of a build class in this process, with a world of its own.</summary>
internal sealed record Run(int ExitCode, string Out, string Error)
{
    /// <summary>Everything that was written, as an approved file holds it.</summary>
    public string Text => $"{Out}{(Error.Length > 0 ? $"--- error ---\n{Error}" : "")}--- exit {ExitCode} ---\n";

    public static async Task<Run> Of<T>(TemporaryRoot root, string words, string[]? defaults = null,
        Dictionary<string, string>? variables = null, string? input = null)
        where T : NukeBuild, new()
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var environment = new HostEnvironment
        {
            Arguments = [.. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
            Variables = variables ?? [],
            WorkingDirectory = root.Path,
            Out = output,
            Error = error,
            In = input is null ? TextReader.Null : new StringReader(input),
            IsInteractive = input is not null,
            Clock = new FixedClock(),
        };
        var code = await BuildRun.ExecuteAsync(environment, () => new T(), defaults ?? []);
        return new Run(code, Neutral(output, root), Neutral(error, root));
    }

    // What differs between machines and runs is named instead.
    private static string Neutral(StringWriter writer, TemporaryRoot root) => writer.ToString().ReplaceLineEndings("\n")
        .Replace(root.Path, "ROOT", StringComparison.Ordinal)
        .Replace(Nuke.Common.Output.Logo.Text, "LOGO", StringComparison.Ordinal);

    private sealed class FixedClock : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    }
}
