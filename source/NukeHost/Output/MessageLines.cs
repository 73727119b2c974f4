using KegImages.Texts;

namespace Nuke.Common.Output;

/// <summary>
/// How messages become lines: broken between words where a terminal of known width shows them, as they are elsewhere. Secrets go first: one
/// that was broken would not be known again.
/// </summary>
/// <param name="Columns">How wide the terminal is now; null where there is none, or it does not say.</param>
/// <param name="Mask">Takes secrets out of a text.</param>
internal sealed record MessageLines(Func<int?> Columns, Func<string, string> Mask)
{
    /// <summary>Where nobody looks at a terminal.</summary>
    public static MessageLines Unbroken { get; } = new(() => null, text => text);

    /// <summary>Those of this process.</summary>
    public static MessageLines OfThisProcess { get; } = new(
        () => !Console.IsOutputRedirected && !Console.IsErrorRedirected && Console.WindowWidth is > 0 and var columns ? columns : null,
        text => AppContext.GetData(Prose.MaskKey) is Func<string, string> mask ? mask(text) : text);

    /// <summary>The same, with a further mask.</summary>
    public MessageLines Behind(Func<string, string> mask) => this with { Mask = text => mask(Mask(text)) };

    /// <summary>The text as it is printed.</summary>
    /// <param name="text">The message.</param>
    /// <param name="used">How many columns of its first line are taken already.</param>
    public string Of(string text, int used = 0) =>
        Columns() is { } columns ? string.Join(Environment.NewLine, Prose.Of(Mask(text), columns, used)) : text;
}
