using System.Text;

namespace Nuke.Common.Output;

/// <summary>
/// A writer that lets no secret through. What could still become one is held back until it is known whether it does, so that live output
/// stays live.
/// </summary>
internal sealed class MaskingWriter(TextWriter inner) : TextWriter
{
    private const string Mask = "***";
    private const int ShortestLine = 4;
    private readonly Lock _lock = new();
    private readonly StringBuilder _held = new();
    private string[] _secrets = [];

    /// <summary>
    /// Whether it can be written to no more, closed or full: the rest is dropped, and the run goes on to where it can end.
    /// </summary>
    public bool IsLost { get; private set; }

    public override Encoding Encoding => inner.Encoding;

    public override string NewLine => inner.NewLine;

    /// <summary>How often something was written so far, by whomever.</summary>
    public long Writes { get; private set; }

    /// <summary>Masks a value from now on, as it is, line by line, and as a URL or JSON writes it.</summary>
    public void Hide(string secret)
    {
        // A key of many lines is often printed line by line; a line that is a bracket alone says nothing and stands everywhere.
        var lines = secret.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).Where(line => line.Length >= ShortestLine);
        string[] forms = [secret, .. lines, Uri.EscapeDataString(secret), Json(secret)];
        lock (_lock)
            _secrets = [.. _secrets.Concat(forms).Where(form => form.Length > 0).Distinct().OrderByDescending(form => form.Length)];
    }

    /// <summary>A text that is whole, without secrets.</summary>
    public string Masked(string text)
    {
        lock (_lock)
            return _secrets.Aggregate(text, (shown, secret) => shown.Replace(secret, Mask, StringComparison.Ordinal));
    }

    /// <summary>A writer with the same secrets over another.</summary>
    public MaskingWriter Over(TextWriter other)
    {
        lock (_lock)
            return new MaskingWriter(other) { _secrets = _secrets };
    }

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return;
        lock (_lock)
        {
            Writes++;
            if (_secrets.Length == 0)
            {
                Do(() => inner.Write(value));
                return;
            }

            _held.Append(value);
            Release(whole: false);
        }
    }

    public override void WriteLine(string? value) => Write(value + NewLine);

    public override void WriteLine() => Write(NewLine);

    public override void Flush()
    {
        lock (_lock)
            Do(inner.Flush);
    }

    /// <summary>Writes what is held back: nothing more will come.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            Release(whole: true);
            Do(inner.Flush);
        }
    }

    private void Release(bool whole)
    {
        var text = Masked(_held.ToString());
        var kept = whole ? 0 : _secrets.Max(secret => Overlap(text, secret));
        Do(() => inner.Write(text[..^kept]));
        _held.Clear().Append(text, text.Length - kept, kept);
    }

    private void Do(Action write)
    {
        if (IsLost)
            return;
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            IsLost = true;
        }
    }

    // How much of the text's end is the beginning of a secret.
    private static int Overlap(string text, string secret)
    {
        for (var length = Math.Min(text.Length, secret.Length - 1); length > 0; length--)
        {
            if (text.AsSpan(text.Length - length).SequenceEqual(secret.AsSpan(0, length)))
                return length;
        }

        return 0;
    }

    private static string Json(string secret) => System.Text.Json.JsonEncodedText.Encode(secret).ToString();
}
