namespace Nuke.Common.Output;

/// <summary>What a run prints in a GitHub workflow: targets are groups, warnings and errors become annotations.</summary>
/// <seealso href="https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands"/>
internal sealed class GitHubOutput(TextWriter writer, TimeProvider clock) : HostOutput(writer, clock, Palette.None)
{
    public override void Begin(string target) => Writer.WriteLine($"::group::{Escape(target)}");

    public override void End(string target) => Writer.WriteLine("::endgroup::");

    protected override void Line(LogLevel level, string text)
    {
        if (level >= LogLevel.Error)
            Writer.WriteLine($"::error::{Escape(text)}");
        else if (level == LogLevel.Warning)
            Writer.WriteLine($"::warning::{Escape(text)}");
        else
            base.Line(level, text);
    }

    private static string Escape(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);
}
