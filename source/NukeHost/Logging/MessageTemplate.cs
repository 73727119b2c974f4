using System.Collections;
using System.Globalization;
using System.Text;

namespace Serilog;

/// <summary>
/// Fills the holes of a template in their order, as <see href="https://messagetemplates.org"/> says: <c>{Name}</c>, <c>{Name:format}</c>,
/// <c>{Name,10}</c>; doubled braces stand for themselves.
/// </summary>
internal static class MessageTemplate
{
    public static string Render(string template, IReadOnlyList<object?> values)
    {
        var text = new StringBuilder(template.Length + 16);
        var next = 0;
        for (var i = 0; i < template.Length; i++)
        {
            var c = template[i];
            if (c is '{' or '}' && i + 1 < template.Length && template[i + 1] == c)
            {
                text.Append(c);
                i++;
                continue;
            }

            var end = c == '{' ? template.IndexOf('}', i) : -1;
            if (end < 0 || next >= values.Count)
            {
                text.Append(c);
                continue;
            }

            text.Append(Hole(template[(i + 1)..end], values[next++]));
            i = end;
        }

        return text.ToString();
    }

    private static string Hole(string hole, object? value)
    {
        var colon = hole.IndexOf(':', StringComparison.Ordinal);
        var head = colon < 0 ? hole : hole[..colon];
        var shown = Shown(value, colon < 0 ? null : hole[(colon + 1)..]);
        var comma = head.IndexOf(',', StringComparison.Ordinal);
        return comma < 0 || !int.TryParse(head[(comma + 1)..], NumberStyles.Integer, CultureInfo.InvariantCulture, out var width)
            ? shown
            : width < 0 ? shown.PadRight(-width) : shown.PadLeft(width);
    }

    private static string Shown(object? value, string? format) => value switch
    {
        null => "null",
        string text => text,
        // "l" and "j" are Serilog's own words for literal and JSON text, no formats of the value.
        IFormattable formattable => formattable.ToString(format is "l" or "j" ? null : format, CultureInfo.InvariantCulture),
        IEnumerable items => "[" + string.Join(", ", items.Cast<object?>().Select(item => Shown(item, null))) + "]",
        _ => value.ToString() ?? "",
    };
}
