using KegImages.Tests.Programs;
using System.Collections.Immutable;
using KegImages.Commands;
using KegImages.Processes;
using KegImages.Tests.Engines;
using KegImages.Tests.Git;

namespace KegImages.Tests.Pipeline;

/// <summary>The program itself, with a docker whose builds all fail.</summary>
public sealed class KeepGoingTests : IAsyncLifetime
{
    private TemporaryRepository repository = null!;

    public async ValueTask InitializeAsync()
    {
        repository = await TemporaryRepository.CreateAsync(withCommit: false);
        repository.Write("keg.yml", "provider: a.io/b\ngroups: { taps: { folders: ['taps/*'] } }\n");
        repository.Write("taps/one/Dockerfile", "FROM scratch\n");
        repository.Write("taps/two/Dockerfile", "FROM scratch\n");
        repository.Write(".gitignore", "bin/\noutput/\n.nuke/\n");
        repository.Write("bin/docker", """
            #!/bin/sh
            case "$1 $2" in
              "buildx version") echo 'github.com/docker/buildx 0.13.1' ;;
              *) exit 1 ;;
            esac
            """);
        await repository.GitAsync("add", "--all");
        await repository.CommitAsync();
    }

    public ValueTask DisposeAsync()
    {
        repository.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("", "failed: one (taps/one/Dockerfile), two (taps/two/Dockerfile)")]
    [InlineData("--keep-going", "failed: one (taps/one/Dockerfile), two (taps/two/Dockerfile)")]
    [InlineData("--keep-going true", "failed: one (taps/one/Dockerfile), two (taps/two/Dockerfile)")]
    [InlineData("--keep-going false", "failed: one (taps/one/Dockerfile); not started because of one: two")]
    public async Task It_is_on_unless_it_is_said_to_be_off(string words, string last)
    {
        if (OperatingSystem.IsWindows())
            return;
        File.SetUnixFileMode(Path.Combine(repository.Root, "bin/docker"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var program = BuildProgram.Path;
        File.Exists(program).ShouldBeTrue($"build the solution first: there is no {program}");

        await using var engine = new FakeEngine(200, "[]");
        var result = await new ProcessRunner().RunAsync(
            new Command("dotnet", [program, "BuildBase", "--parallel", "1", "--root", repository.Root,
                .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)])
            {
                Environment = ImmutableSortedDictionary<string, string?>.Empty.AddRange(new Dictionary<string, string?>
                {
                    ["PATH"] = $"{Path.Combine(repository.Root, "bin")}:{Environment.GetEnvironmentVariable("PATH")}",
                    ["DOCKER_CONFIG"] = Path.Combine(repository.Root, "bin"),
                    ["DOCKER_HOST"] = engine.Address.ToString(),
                    ["KEEP_GOING"] = null,
                }),
            },
            null,
            null,
            CancellationToken.None);

        (result.StandardOutput + result.StandardError).ShouldContain(last);
        result.ExitCode.ShouldBe(1);
    }
}
