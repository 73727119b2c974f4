namespace Nuke.Common.Output;

/// <summary>The colours of a terminal, or none.</summary>
internal sealed class Palette
{
    private readonly bool _colored;

    private Palette(bool colored) => _colored = colored;

    public static Palette None { get; } = new(false);

    public static Palette Ansi { get; } = new(true);

    public string Heading(string text) => Paint("36", text);

    public string Good(string text) => Paint("32", text);

    public string Bad(string text) => Paint("31", text);

    public string Warm(string text) => Paint("33", text);

    public string Faint(string text) => Paint("90", text);

    public string Level(LogLevel level, string text) => level switch
    {
        >= LogLevel.Error => Bad(text),
        LogLevel.Warning => Warm(text),
        LogLevel.Information => Good(text),
        _ => Faint(text),
    };

    private string Paint(string code, string text) => _colored ? $"\e[{code}m{text}\e[0m" : text;
}
