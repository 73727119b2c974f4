using KegImages.Commands;
using KegImages.Git;
using KegImages.Processes;
using KegImages.Revisions;

namespace KegImages.Tests.Git;

/// <summary>A real git repository in a temporary folder, deleted at the end.</summary>
internal sealed class TemporaryRepository : IDisposable
{
    private static readonly string[] Identity = ["-c", "user.name=Keg", "-c", "user.email=keg@example.com", "-c", "commit.gpgsign=false"];

    private TemporaryRepository(string root) => Root = root;

    public string Root { get; }

    public static ProcessRunner Commands { get; } = new();

    public static async Task<TemporaryRepository> CreateAsync(string branch = "develop", bool withCommit = true)
    {
        var repository = new TemporaryRepository(Directory.CreateTempSubdirectory("keg git ").FullName);
        await repository.GitAsync("init", "--quiet");
        await repository.GitAsync("symbolic-ref", "HEAD", $"refs/heads/{branch}");
        if (withCommit)
            await repository.CommitAsync();
        return repository;
    }

    public void Write(string path, string text)
    {
        var file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    public string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public Task<string> CommitAsync(string? message = null) => GitAsync("commit", "--quiet", "--allow-empty", "-m", message ?? "A commit");

    public async Task<string> GitAsync(params string[] arguments)
    {
        var command = new Command("git", [.. Identity, .. arguments]) { WorkingDirectory = Root };
        return (await Commands.RunAsync(command, null, null, CancellationToken.None)).OrThrow().StandardOutput.TrimEnd('\n');
    }

    public static IRepositoryReader Readers(string folder) => PreferredReader.Of(folder, Commands);

    public Task<GitFacts> ReadAsync(params (string Name, string Value)[] environment) => ReadAtAsync(Root, environment);

    public static Task<GitFacts> ReadAtAsync(string folder, params (string Name, string Value)[] environment) =>
        ReadAtAsync(folder, Readers(folder), environment);

    public static Task<GitFacts> ReadAtAsync(string folder, IRepositoryReader reader, params (string Name, string Value)[] environment) =>
        GitRepository.ReadAsync(
            folder, environment.ToDictionary(pair => pair.Name, pair => pair.Value), Commands, reader, CancellationToken.None);

    public void Dispose()
    {
        // git writes its objects read-only.
        foreach (var file in Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories))
            File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(Root, recursive: true);
    }
}
