using KegImages.Contexts;

namespace KegImages.Opening;

/// <summary>
/// The one way out for what a command reports: as lines for people, or as JSON for machines, and as a file. All of it passes the masking.
/// </summary>
/// <param name="workplace">Where it is shown, what may not be, who reads it, and where the files are.</param>
internal sealed class ReportOutput(Workplace workplace)
{
    private static readonly string[] Sentences = ["Note: ", "interrupted: "];

    private readonly World world = workplace.World;

    /// <summary>Writes a file below <c>output</c>.</summary>
    /// <exception cref="FailedException">It cannot be written; what the report is of has happened all the same.</exception>
    public Task WriteAsync(string file, string text, CancellationToken cancellationToken) =>
        WriteMaskedAsync(file, world.Masking.Apply(text), cancellationToken);

    /// <summary>Writes a file below <c>output</c> whose maker has masked every text in it already.</summary>
    /// <exception cref="FailedException">It cannot be written; what the report is of has happened all the same.</exception>
    public Task WriteMaskedAsync(string file, string text, CancellationToken cancellationToken) =>
        WritingAsync(file, place => File.WriteAllTextAsync(place, text, cancellationToken));

    /// <summary>Writes such a file piece by piece, so that a long one is nowhere in memory.</summary>
    /// <exception cref="FailedException">It cannot be written; what the report is of has happened all the same.</exception>
    public Task WriteMaskedAsync(string file, Action<Stream> write, CancellationToken cancellationToken) =>
        WritingAsync(file, async place =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            await using var stream = File.Create(place);
            write(stream);
        });

    private async Task WritingAsync(string file, Func<string, Task> write)
    {
        var folder = Path.Combine(workplace.Root, OwnFolders.Output);
        try
        {
            OwnFolders.Make(folder);
            await write(Path.Combine(folder, file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FailedException(
                $"{OwnFolders.Output}/{file} could not be written, and nothing else is wrong: {exception.Message}", exception);
        }
    }

    /// <summary>Shows a report: as JSON alone where that was asked for, else as lines.</summary>
    /// <param name="lines">The report for people.</param>
    /// <param name="json">The same for machines.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task ShowAsync(IEnumerable<string> lines, string json, CancellationToken cancellationToken)
    {
        if (workplace.Json is not { } output)
        {
            Say(lines);
            return;
        }

        await output.WriteAsync(world.Masking.Apply(json).AsMemory(), cancellationToken);
        await output.FlushAsync(cancellationToken);
    }

    /// <summary>Shows a report, and writes it as a file for machines.</summary>
    /// <param name="file">The file's name.</param>
    /// <param name="lines">The report for people.</param>
    /// <param name="json">The same for machines.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task ShowAsync(string file, IEnumerable<string> lines, string json, CancellationToken cancellationToken)
    {
        await WriteAsync(file, json, cancellationToken);
        await ShowAsync(lines, json, cancellationToken);
    }

    /// <summary>Shows a report in colours, where a terminal has them, and writes it as a file for machines.</summary>
    /// <param name="file">The file's name.</param>
    /// <param name="lines">The report for people.</param>
    /// <param name="json">The same for machines.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task ShowAsync(string file, IEnumerable<Line> lines, string json, CancellationToken cancellationToken)
    {
        if (workplace.Json is not null || !world.Terminal.HasColor)
            return ShowAsync(file, lines.Select(line => line.Text.TrimEnd()), json, cancellationToken);
        foreach (var line in lines)
            world.Terminal.Controls.WriteLine(line.Select(text => VisibleText.Of(world.Masking.Apply(text))).Painted);
        return WriteAsync(file, json, cancellationToken);
    }

    /// <summary>Says sentences to people, broken between words where a terminal shows them.</summary>
    public void Tell(IEnumerable<string> sentences)
    {
        foreach (var line in sentences.SelectMany(sentence => Prose.Of(world.Masking.Apply(sentence), world.Terminal.Width)))
            world.Terminal.Out.WriteLine(line);
    }

    /// <summary>Shows lines to people, whoever reads the report: as they are, but for notes, which are sentences.</summary>
    public void Say(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            if (Sentences.Any(begin => line.StartsWith(begin, StringComparison.Ordinal)))
                Tell([line]);
            else
                world.Terminal.Out.WriteLine(world.Masking.Apply(line));
        }
    }
}
