namespace KegImages.Tests.Fingerprints;

/// <summary>A real folder that is gone when the test is.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("keg-fingerprints-").FullName;

    public string this[string path] => System.IO.Path.Combine(Path, path);

    public void Write(string path, string content = "content")
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[path])!);
        File.WriteAllText(this[path], content);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
