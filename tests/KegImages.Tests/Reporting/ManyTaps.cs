using KegImages.Tests.Git;

namespace KegImages.Tests.Reporting;

/// <summary>A repository with taps whose list is longer than what a pipe holds.</summary>
public sealed class ManyTaps : IAsyncLifetime
{
    internal TemporaryRepository Repository { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Repository = await TemporaryRepository.CreateAsync(withCommit: false);
        Repository.Write("keg.yml", "provider: a.io/b\ngroups: { taps: { folders: ['taps/*'] } }\n");
        for (var i = 0; i < 300; i++)
            Repository.Write($"taps/t{i}/Dockerfile", "FROM scratch\n");
        await Repository.GitAsync("add", "--all");
        await Repository.CommitAsync();
    }

    public ValueTask DisposeAsync()
    {
        Repository.Dispose();
        return ValueTask.CompletedTask;
    }
}
