using System.Formats.Tar;
using KegImages.Engines;
using KegImages.TestFiles;
using KegImages.Testing;

namespace KegImages.ImageTesting;

/// <summary>Looks at the files of an image, in one container that is never started.</summary>
internal sealed class FileRun(World world, TestSpace space, LoadedTests tests, string image, ImageFacts facts) : IAsyncDisposable
{
    private const int MostRead = 16 * 1024 * 1024;
    private const int MostLinks = 40;

    private readonly Lock gate = new();
    private Task<string>? making;

    /// <summary>What is wrong; nothing where all is as expected.</summary>
    public async Task<IEnumerable<string>> CheckAsync(FileExistenceTest test, CancellationToken cancellationToken)
    {
        var path = GoVariables.Expand(test.Path, facts.Variables);
        var found = await world.Engine.Containers.FindFileAsync(await ContainerAsync(cancellationToken), path, 0, cancellationToken);
        return TestChecks.Of(test, found is null ? null : new FileFacts(new GoFileMode(KindOf(found.Kind), found.Mode), found.Uid,
            found.Gid));
    }

    /// <inheritdoc cref="CheckAsync(FileExistenceTest, CancellationToken)"/>
    public async Task<IEnumerable<string>> CheckAsync(FileContentTest test, CancellationToken cancellationToken)
    {
        var path = test.Path;
        for (var links = 0; links < MostLinks; links++)
        {
            var found = await world.Engine.Containers.FindFileAsync(await ContainerAsync(cancellationToken), path, MostRead,
                cancellationToken);
            if (found?.Target is { } target)
            {
                path = target.StartsWith('/') ? target : $"{path[..path.LastIndexOf('/')]}/{target}";
                continue;
            }

            if (found is { IsFile: true, Content: null })
                throw new TestEndedException($"{test.Path} has {found.Size} bytes: a file of more than {MostRead} is not read");
            return TestChecks.Of(test, found?.Content is { } content ? Encoding.UTF8.GetString(content.Span) : null);
        }

        throw new TestEndedException($"{test.Path} is a link that leads to links only");
    }

    public async ValueTask DisposeAsync()
    {
        if (making is { IsCompletedSuccessfully: true })
            await space.RemoveAsync(await making);
    }

    private Task<string> ContainerAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return making ??= space.MakeAsync(new ContainerOrder
            {
                Image = image,
                // It is not run; an image may have no command of its own.
                Command = ["/"],
                Network = "none",
                Labels = space.Labels(tests.Suite.Timeout * (tests.Suite.Contents.Length + tests.Suite.Existence.Length)),
            }, cancellationToken);
        }
    }

    private static string KindOf(TarEntryType kind) => kind switch
    {
        TarEntryType.Directory => "d",
        TarEntryType.SymbolicLink => "L",
        TarEntryType.BlockDevice => "D",
        TarEntryType.CharacterDevice => "Dc",
        TarEntryType.Fifo => "p",
        _ => "",
    };
}
