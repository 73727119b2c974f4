using System.Globalization;

namespace Nuke.Common.Output;

/// <summary>
/// What a run prints in a terminal: headings, lines with time and level, and, at the end, its errors and warnings again, unless they are
/// what was printed last.
/// </summary>
internal class HostOutput(TextWriter writer, TimeProvider clock, Palette palette)
{
    private long? _end;
    private readonly List<string> _held = [];
    private bool _hasScrolled;

    public Verbosity Verbosity { get; set; } = Verbosity.Normal;

    public Palette Palette { get; } = palette;

    /// <summary>How messages become lines.</summary>
    public MessageLines Messages { get; init; } = MessageLines.Unbroken;

    public List<(LogLevel Level, string Text)> Repeated { get; } = [];

    /// <summary>
    /// Whether something else was printed since the first error or warning: where nothing was, they are in sight and need no repetition.
    /// </summary>
    public bool HasScrolled => _hasScrolled || _end != Writes;

    protected TextWriter Writer { get; } = writer;

    public DateTime Now => clock.GetLocalNow().DateTime;

    public virtual void Begin(string target)
    {
        if (Verbosity == Verbosity.Quiet)
            return;
        Writer.WriteLine();
        Writer.WriteLine(Palette.Heading("╬" + new string('═', target.Length + 5)));
        Writer.WriteLine(Palette.Heading($"║ {target}"));
        Writer.WriteLine(Palette.Heading("╬" + new string('═', Math.Max(target.Length - 4, 2))));
        Writer.WriteLine();
    }

    public virtual void End(string target)
    {
    }

    public void Log(LogLevel level, string text)
    {
        var isRepeated = level >= LogLevel.Warning;
        if (isRepeated && Repeated.Count > 0)
            _hasScrolled = HasScrolled;
        if (isRepeated)
            Repeated.Add((level, text));
        if (level >= Least)
            Line(level, text);
        if (isRepeated)
            _end = Writes;
    }

    /// <summary>Keeps an error until all else is said, so that it is what stands last.</summary>
    public void Hold(string text) => _held.Add(text);

    /// <summary>Says what was kept.</summary>
    public void Release()
    {
        foreach (var text in _held)
            Log(LogLevel.Error, text);
        _held.Clear();
    }

    /// <summary>A line that belongs to no level: the summary and what was asked for.</summary>
    public void Plain(string text = "") => Writer.WriteLine(text);

    protected virtual void Line(LogLevel level, string text)
    {
        var time = Now.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        Writer.WriteLine($"{Palette.Faint(time)} [{Palette.Level(level, Short(level))}] "
            + Messages.Of(text, $"{time} [{Short(level)}] ".Length));
    }

    // What a target prints goes past this class, but not past the writer.
    private long Writes => Writer is MaskingWriter masking ? masking.Writes : -1;

    private LogLevel Least => Verbosity switch
    {
        Verbosity.Verbose => LogLevel.Verbose,
        Verbosity.Normal => LogLevel.Information,
        Verbosity.Minimal => LogLevel.Warning,
        _ => LogLevel.Error,
    };

    private static string Short(LogLevel level) => level switch
    {
        LogLevel.Verbose => "VRB",
        LogLevel.Debug => "DBG",
        LogLevel.Information => "INF",
        LogLevel.Warning => "WRN",
        LogLevel.Error => "ERR",
        _ => "FTL",
    };
}
