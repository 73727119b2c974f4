namespace Nuke.Common.Utilities;

/// <summary>Writes lines at a depth: <c>using (writer.Indent())</c> sets what is inside two spaces deeper.</summary>
public sealed class CustomFileWriter
{
    private readonly TextWriter _writer;
    private int _depth;

    internal CustomFileWriter(TextWriter writer) => _writer = writer;

    /// <summary>Writes a line at the current depth; an empty one where there is no text.</summary>
    public void WriteLine(string? text = null)
    {
        if (!string.IsNullOrEmpty(text))
            _writer.Write(new string(' ', _depth * 2) + text);
        _writer.Write('\n');
    }

    /// <summary>Sets what follows two spaces deeper, until the result is disposed.</summary>
    public IDisposable Indent()
    {
        _depth++;
        return new Depth(this);
    }

    private sealed class Depth(CustomFileWriter writer) : IDisposable
    {
        public void Dispose() => writer._depth--;
    }
}
