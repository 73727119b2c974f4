using KegImages.Consoles;
using KegImages.Contexts;
using KegImages.Reports;

namespace KegImages.Pipeline;

/// <summary>Keeps every image's whole log, whatever is shown of it: <c>output/logs/&lt;image&gt;.log</c>, with no secret in it. A log that
/// cannot be written stops no build.</summary>
internal sealed class ImageLogs
{
    private readonly Lock gate = new();
    private readonly Dictionary<ImageName, Log> open = [];
    private readonly string root;
    private readonly Masking masking;
    private readonly TimeProvider clock;

    /// <summary>Begins anew: what an earlier run has left is taken away.</summary>
    public ImageLogs(string root, Masking masking, TimeProvider clock)
    {
        (this.root, this.masking, this.clock) = (root, masking, clock);
        Try(() =>
        {
            var folder = Path.Combine(root, LogFile.Folder);
            OwnFolders.Make(Path.Combine(root, OwnFolders.Output));
            OwnFolders.Make(folder);
            foreach (var file in Directory.EnumerateFiles(folder, "*.log"))
                File.Delete(file);
        });
    }

    /// <summary>Why a log could not be written; null while all could.</summary>
    public string? Problem { get; private set; }

    public void Add(BuildEvent happened)
    {
        lock (gate)
        {
            if (happened is ImageStarted)
                Begin(happened.Image);
            if (!open.TryGetValue(happened.Image, out var log))
                return;
            Try(() => log.Write(BuildWorks.Of(happened), masking));
            if (happened is ImageEnded { Outcome: Failed { Failure: var failure } })
                Try(() => log.Write(FailureText.Of(failure), masking));
            if (happened is ImageEnded)
                End(happened.Image);
        }
    }

    /// <summary>Ends the logs of builds that did not end.</summary>
    public void End()
    {
        lock (gate)
        {
            foreach (var image in open.Keys.ToList())
                End(image);
        }
    }

    private void Begin(ImageName image) => Try(() =>
    {
        // A build that is tried in a second round has one log.
        var writer = new StreamWriter(Path.Combine(root, LogFile.Of(image)), append: true) { AutoFlush = false };
        open[image] = new Log(writer, clock);
    });

    private void End(ImageName image)
    {
        if (open.Remove(image, out var log))
            Try(log.Dispose);
    }

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FailedException or WrongUseException)
        {
            Problem ??= masking.Apply(exception.Message);
        }
    }

    private sealed class Log(StreamWriter writer, TimeProvider clock) : IDisposable
    {
        private readonly WorkLines lines = new(0) { TellsAll = true, HasNames = false };
        private readonly long begun = clock.GetTimestamp();

        public void Write(WorkEvent happened, Masking masking) => Write(lines.Of(happened), masking);

        public void Write(IEnumerable<string> said, Masking masking)
        {
            var at = Human.Duration(clock.GetElapsedTime(begun)).PadLeft(8);
            foreach (var line in said)
                writer.WriteLine($"{at}  {VisibleText.Of(masking.Apply(line))}");
        }

        public void Dispose() => writer.Dispose();
    }
}
