namespace KegImages.Scaffolding;

/// <summary>The folder of a new tap on its way to disk and, when making the tap fails, away again.</summary>
internal sealed class ScaffoldFolder(string path)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly List<string> made = [];

    public bool IsTaken => File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any());

    public async Task WriteAsync(ImmutableArray<ScaffoldFile> files, CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            var place = Path.Combine(path, file.Path.Replace('/', Path.DirectorySeparatorChar));
            MakeFolder(Path.GetDirectoryName(place)!);
            made.Add(place);
            await File.WriteAllTextAsync(place, file.Text.ReplaceLineEndings("\n"), Utf8, cancellationToken);
            if (file.IsExecutable && !OperatingSystem.IsWindows())
                File.SetUnixFileMode(place,
                    File.GetUnixFileMode(place) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }
    }

    /// <summary>Takes away what was written; what others put beside it stays.</summary>
    public void Undo()
    {
        foreach (var place in Enumerable.Reverse(made))
        {
            if (File.Exists(place))
                File.Delete(place);
            else if (Directory.Exists(place) && !Directory.EnumerateFileSystemEntries(place).Any())
                Directory.Delete(place);
        }

        made.Clear();
    }

    private void MakeFolder(string folder)
    {
        if (Directory.Exists(folder))
            return;
        MakeFolder(Path.GetDirectoryName(folder)!);
        Directory.CreateDirectory(folder);
        made.Add(folder);
    }
}
