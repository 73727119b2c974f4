namespace KegImages.Texts;

/// <summary>Takes secrets out of text before anyone sees it; safe for concurrent use.</summary>
public sealed class Masking
{
    private const string Mask = "***";

    /// <summary>The shortest text that is masked: three characters, or a line that is a bracket alone, say nothing and stand
    /// everywhere.</summary>
    public const int ShortestSecret = 4;

    private readonly Lock adding = new();
    private readonly Action<string>? onAdded;
    private readonly HashSet<string> known = new(StringComparer.Ordinal);
    private volatile string[] values = [];

    /// <summary>Masks these values, each of their lines, and how they look inside a URL or JSON.</summary>
    /// <param name="secrets">The secret values; those of fewer than 4 characters are passed over.</param>
    /// <param name="onAdded">Is told each secret once, at the moment from which it is masked.</param>
    public Masking(IEnumerable<string> secrets, Action<string>? onAdded = null)
    {
        this.onAdded = onAdded;
        Add(secrets);
    }

    /// <summary>Masks further values from now on.</summary>
    public void Add(params IEnumerable<string> secrets)
    {
        lock (adding)
        {
            foreach (var secret in secrets.Select(secret => secret.Trim())
                .Where(secret => secret.Length >= ShortestSecret && known.Add(secret)))
            {
                values = [.. values.Concat(FormsOf(secret)).Distinct(StringComparer.Ordinal).OrderByDescending(form => form.Length)];
                onAdded?.Invoke(secret);
            }
        }
    }

    /// <summary>The text with <c>***</c> in place of every secret, and of the logins in URLs, whoever wrote them there.</summary>
    public string Apply(string text)
    {
        foreach (var value in values)
            text = text.Replace(value, Mask, StringComparison.Ordinal);
        return UrlLogin.Masked(text);
    }

    private static IEnumerable<string> FormsOf(string secret)
    {
        var lines = secret.Split('\n').Select(line => line.Trim()).Where(line => line.Length >= ShortestSecret);
        return lines.Prepend(secret).SelectMany(form => new[]
        {
            form,
            VisibleText.Of(form),
            Uri.EscapeDataString(form),
            System.Text.Json.JsonEncodedText.Encode(form).ToString(),
            System.Text.Json.JsonEncodedText.Encode(form, ReadableJson.Encoder).ToString(),
        });
    }
}
