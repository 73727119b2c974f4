namespace KegImages.Reporting;

/// <summary>Takes secrets out of text before anyone sees it.</summary>
public sealed class Masking
{
    private const string Mask = "***";
    private readonly string[] values;

    /// <summary>Masks these values, each of their lines, and how they look inside a URL.</summary>
    /// <param name="secrets">The secret values; empty ones are passed over.</param>
    public Masking(IEnumerable<string> secrets) => values = [.. secrets
        .SelectMany(secret => secret.Split('\n').Append(secret))
        .Select(secret => secret.Trim())
        .Where(secret => secret.Length > 0)
        .SelectMany(secret => new[] { secret, Uri.EscapeDataString(secret) })
        .Distinct(StringComparer.Ordinal)
        .OrderByDescending(secret => secret.Length)];

    /// <summary>The text with every secret replaced by <c>***</c>.</summary>
    public string Apply(string text)
    {
        foreach (var value in values)
            text = text.Replace(value, Mask, StringComparison.Ordinal);
        return text;
    }
}
