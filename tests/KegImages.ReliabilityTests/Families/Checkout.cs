using KegImages.EngineTests.Engine;

namespace KegImages.ReliabilityTests.Families;

/// <summary>One clone of a family's repository.</summary>
internal sealed class Checkout : TestRepository, IDisposable
{
    /// <summary>A clone of a repository, at a branch and, where one is named, at a commit of it.</summary>
    public static async Task<Checkout> OfAsync(string repository, string branch, string? commit = null)
    {
        var checkout = new Checkout();
        await checkout.GitAsync("clone", "--quiet", "--branch", branch, repository, ".");
        if (commit is not null)
            await checkout.GitAsync("reset", "--quiet", "--hard", commit);
        return checkout;
    }

    /// <summary>A repository with no commit yet.</summary>
    public static async Task<Checkout> NewAsync()
    {
        var checkout = new Checkout();
        await checkout.InitAsync();
        return checkout;
    }

    /// <summary>The text of a file.</summary>
    public string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public void Dispose() => Delete(Root);
}
