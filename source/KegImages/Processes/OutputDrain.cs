using System.Text;

namespace KegImages.Processes;

/// <summary>Reads one stream of a process line by line as it comes, keeps all of it and hands each line on.</summary>
internal sealed class OutputDrain
{
    private readonly StringBuilder text = new();
    private readonly Lock gate = new();
    private volatile bool isHandingOn;

    /// <summary>Begins to read.</summary>
    /// <param name="reader">The stream.</param>
    /// <param name="onLine">Told each line.</param>
    /// <param name="onFailure">Told when <paramref name="onLine"/> failed, after which nothing more is read.</param>
    public OutputDrain(StreamReader reader, Action<string>? onLine, Action onFailure) => Completion = ReadAsync(reader, onLine, onFailure);

    /// <summary>Ends when the stream does; fails as the callback failed.</summary>
    public Task Completion { get; }

    /// <summary>Whether a line is just being handed on, however long that takes.</summary>
    public bool IsHandingOn => isHandingOn;

    /// <summary>All that was read so far.</summary>
    public string Text
    {
        get
        {
            lock (gate)
                return text.ToString();
        }
    }

    private async Task ReadAsync(StreamReader reader, Action<string>? onLine, Action onFailure)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (gate)
                text.Append(line).Append('\n');
            if (onLine is null)
                continue;
            try
            {
                isHandingOn = true;
                onLine(line);
            }
            catch
            {
                onFailure();
                throw;
            }
            finally
            {
                isHandingOn = false;
            }
        }
    }
}
