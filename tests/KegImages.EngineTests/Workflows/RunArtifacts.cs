namespace KegImages.EngineTests.Workflows;

/// <summary>The artifacts of one run, as upload-artifact and download-artifact keep them: a name, and files below the nearest folder that
/// all of them are in.</summary>
internal sealed class RunArtifacts : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("artifacts ").FullName;

    /// <summary>Keeps files of a workspace; false where there are none, or where the name is taken.</summary>
    public bool Upload(string name, string workspace, IEnumerable<string> paths, bool overwrite)
    {
        var files = paths.Select(path => Path.GetFullPath(Path.Combine(workspace, path)))
            .SelectMany(path => Directory.Exists(path) ? Directory.GetFiles(path, "*", SearchOption.AllDirectories)
                : File.Exists(path) ? [path] : []).ToList();
        var folder = Path.Combine(root, name);
        if (files.Count == 0 || (Directory.Exists(folder) && !overwrite))
            return false;
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        var parent = files.Select(file => Path.GetDirectoryName(file)!).Aggregate((one, other) => Common(one, other));
        foreach (var file in files)
        {
            var target = Path.Combine(folder, Path.GetRelativePath(parent, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return true;
    }

    /// <summary>Brings the files of a name to a folder; false where there is no such artifact.</summary>
    public bool Download(string name, string folder)
    {
        var source = Path.Combine(root, name);
        if (!Directory.Exists(source))
            return false;
        foreach (var file in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(folder, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }

        return true;
    }

    /// <summary>Brings all artifacts of a pattern, each to a folder of its name; that there is none is no failure.</summary>
    public bool DownloadAll(string pattern, string folder) => Directory.GetDirectories(root, pattern).Select(Path.GetFileName)
        .All(name => Download(name!, Path.Combine(folder, name!)));

    /// <summary>The file of an artifact.</summary>
    public string PathOf(string name, string file) => Path.Combine(root, name, file);

    public void Dispose() => Directory.Delete(root, recursive: true);

    private static string Common(string one, string other)
    {
        while (!$"{other}/".StartsWith($"{one}/", StringComparison.Ordinal))
            one = Path.GetDirectoryName(one)!;
        return one;
    }
}
