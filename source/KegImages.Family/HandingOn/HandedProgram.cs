using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using KegImages.Contexts;
using KegImages.Pipeline;

namespace KegImages.HandingOn;

/// <summary>This program and its runtime as one archive, for machines of the same kind that have neither: <c>run</c> in it starts
/// it.</summary>
public static class HandedProgram
{
    /// <summary>The name of the file, below <c>output</c>.</summary>
    public const string FileName = "program.tar.gz";

    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Executable =
        Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Writes the archive where a plan has left something to do, and tells the step's outputs its SHA-256.</summary>
    /// <param name="workplace">Where the family is.</param>
    /// <param name="opened">What was planned.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FailedException">It cannot be written.</exception>
    public static async Task WriteAsync(Workplace workplace, ImageCommands opened, CancellationToken cancellationToken)
    {
        if (opened.IsInPlace)
        {
            workplace.Output.Say(["nothing is left to do: nothing is handed on"]);
            return;
        }

        var folder = Path.Combine(workplace.Root, OwnFolders.Output);
        var path = Path.Combine(folder, FileName);
        try
        {
            OwnFolders.Make(folder);
            await PackAsync(ProgramFiles.OfThisProcess(), path, cancellationToken);
            await using var packed = File.OpenRead(path);
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(packed, cancellationToken));
            workplace.Output.Say([$"{OwnFolders.Output}/{FileName}: {packed.Length / 1_000_000} MB, SHA-256 {hash}"]);
            if (WorkflowVariables.FileOf(workplace.World) is { } outputs)
                await File.AppendAllLinesAsync(outputs, [$"{Workflows.PlanOutput.Program}={hash}"], cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FailedException($"{OwnFolders.Output}/{FileName} could not be written: {exception.Message}", exception);
        }
    }

    private static async Task PackAsync(ProgramFiles program, string path, CancellationToken cancellationToken)
    {
        await using var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        await using var tar = new TarWriter(gzip, TarEntryFormat.Ustar);
        using var script = new MemoryStream(Encoding.UTF8.GetBytes(ScriptOf(program.Start)));
        await WriteAsync(tar, "run", script, true, cancellationToken);
        foreach (var (name, source) in program.Files)
        {
            await using var content = File.OpenRead(source);
            await WriteAsync(tar, name, content, name == program.Start[0], cancellationToken);
        }
    }

    private static Task WriteAsync(TarWriter tar, string name, Stream content, bool isProgram, CancellationToken cancellationToken) =>
        tar.WriteEntryAsync(new UstarTarEntry(TarEntryType.RegularFile, name)
        {
            Mode = isProgram ? Executable : Readable,
            DataStream = content,
        }, cancellationToken);

    private static string ScriptOf(ImmutableArray<string> start) => $"""
        #!/usr/bin/env bash
        # Starts what was handed on, wherever it was unpacked.
        folder=$(cd -P -- "$(dirname -- "$0")" && pwd) || exit
        exec {string.Join(' ', start.Select(word => $"\"$folder/{word}\""))} "$@"

        """.ReplaceLineEndings("\n");
}
