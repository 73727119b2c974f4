using KegImages.Commands;
using KegImages.Processes;

namespace KegImages.EngineTests.Engine;

/// <summary>A real git repository in a temporary folder.</summary>
public abstract class TestRepository
{
    private static readonly string[] Identity = ["-c", "user.name=Keg", "-c", "user.email=keg@example.com", "-c", "commit.gpgsign=false"];

    // Spaces belong to it: whoever joins a path into a command without care is found out.
    public string Root { get; } = Directory.CreateTempSubdirectory("keg test family ").FullName;

    public void Write(string path, string text)
    {
        var file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    public Task InitAsync() => GitAsync("init", "--quiet", "--initial-branch=develop");

    /// <summary>Runs git; what it printed.</summary>
    public async Task<string> GitAsync(params string[] arguments)
    {
        var command = new Command("git", [.. Identity, .. arguments]) { WorkingDirectory = Root };
        return (await new ProcessRunner().RunAsync(command, null, null, CancellationToken.None)).OrThrow().StandardOutput.Trim();
    }

    /// <summary>Whether a commit may change nothing.</summary>
    protected virtual bool MayCommitNothing => true;

    /// <summary>Commits all there is; the commit.</summary>
    public async Task<string> CommitAsync(string subject = "A commit")
    {
        await GitAsync("add", "--all");
        await GitAsync(["commit", "--quiet", .. MayCommitNothing ? ["--allow-empty"] : Array.Empty<string>(), "-m", subject]);
        return await GitAsync("rev-parse", "HEAD");
    }

    /// <summary>Deletes a repository's folder.</summary>
    public static void Delete(string root)
    {
        // git writes its objects read-only.
        foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
            File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(root, recursive: true);
    }
}
