namespace Nuke.Common.Tests.Running;

/// <summary>A real folder with <c>.nuke</c> in it, deleted at the end.</summary>
public sealed class TemporaryRoot : IDisposable
{
    public TemporaryRoot() => Directory.CreateDirectory(System.IO.Path.Combine(Path, ".nuke"));

    public string Path { get; } = Directory.CreateTempSubdirectory("nuke host ").FullName;

    public string this[string file] => File.ReadAllText(System.IO.Path.Combine(Path, file));

    public TemporaryRoot With(string file, string content)
    {
        var path = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return this;
    }

    public bool Has(string file) => File.Exists(System.IO.Path.Combine(Path, file));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
