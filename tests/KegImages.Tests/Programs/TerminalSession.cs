using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using KegImages.Tests.Engines;
using KegImages.Tests.Git;
using KegImages.Tests.Reporting;

namespace KegImages.Tests.Programs;

/// <summary>The build program in a terminal of a width, with a family of four images and a docker that builds each until it is told to go
/// on: <c>script</c>, which every Debian has, makes the terminal, and a <see cref="Screen"/> is what one sees in it.</summary>
internal sealed class TerminalSession : IAsyncDisposable
{
    private static readonly string Program = BuildProgram.Path;

    private readonly TemporaryRepository repository;
    private readonly FakeEngine engine = new(question => question switch
    {
        _ when question.StartsWith("GET /images/json", StringComparison.Ordinal) => (200, "[]"),
        _ => (404, """{"message":"No such image"}"""),
    });

    private Task reading = Task.CompletedTask;

    private TerminalSession(TemporaryRepository repository) => this.repository = repository;

    /// <summary>What was written so far, where there is no terminal.</summary>
    public StringBuilder Written { get; } = new();

    public Screen Screen { get; private set; } = new(80);

    public static async Task<TerminalSession> CreateAsync()
    {
        File.Exists(Program).ShouldBeTrue($"build the solution first: there is no {Program}");
        var repository = await TemporaryRepository.CreateAsync(withCommit: false);
        repository.Write("keg.yml", """
            provider: a.io/b
            groups:
              base: { folders: [images/base] }
              taps: { folders: ['taps/*'] }
            images:
              keg-base: { folder: images/base }
            """);
        repository.Write("images/base/Dockerfile", "FROM scratch\nCOPY Dockerfile /\n");
        foreach (var tap in new[] { "broken", "evf", "weather" })
            repository.Write($"taps/{tap}/Dockerfile", "FROM a.io/b/keg-base:develop\nRUN npm ci\nRUN npm test\n");
        repository.Write(".gitignore", "bin/\noutput/\n.nuke/\n");
        repository.Write("bin/docker", FakeDocker);
        await repository.GitAsync("add", "--all");
        await repository.CommitAsync();
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(repository.Root, "bin/docker"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return new TerminalSession(repository);
    }

    /// <summary>Starts a run.</summary>
    /// <param name="width">The terminal's columns; null where there is none.</param>
    /// <param name="variables">Variables over those of the test.</param>
    /// <param name="words">What is typed behind the program.</param>
    public Process Start(int? width, Dictionary<string, string?> variables, params string[] words)
    {
        Screen = new Screen(width ?? int.MaxValue);
        Written.Clear();
        string[] command = ["dotnet", Program, .. words, "--root", repository.Root];
        var start = new ProcessStartInfo(width is null ? command[0] : "script")
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            WorkingDirectory = repository.Root,
        };
        string[] within = ["--quiet", "--echo", "never", "--return", "--command",
            $"stty cols {width} rows 30; exec {string.Join(' ', command.Select(word => $"'{word}'"))}", "/dev/null"];
        foreach (var word in width is null ? command[1..] : within)
            start.ArgumentList.Add(word);
        var environment = new Dictionary<string, string?>
        {
            ["PATH"] = $"{Path.Combine(repository.Root, "bin")}:{Environment.GetEnvironmentVariable("PATH")}",
            ["DOCKER_CONFIG"] = Path.Combine(repository.Root, "bin"),
            ["DOCKER_HOST"] = engine.Address.ToString(),
            ["TERM"] = "xterm-256color",
            ["NO_COLOR"] = null,
            ["GITHUB_ACTIONS"] = null,
            ["CI"] = null,
        };
        foreach (var (name, value) in environment.Concat(variables))
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        reading = ReadAsync(process);
        return process;
    }

    /// <summary>Waits until the screen shows texts, all of them.</summary>
    public Task<List<string>> SeeAsync(params string[] texts) =>
        SeeAsync(rows => texts.All(text => rows.Any(row => row.Contains(text, StringComparison.Ordinal))), string.Join(", ", texts));

    /// <summary>Waits until the screen's rows are as they should be, and gives them.</summary>
    public async Task<List<string>> SeeAsync(Predicate<List<string>> areThere,
        [CallerArgumentExpression(nameof(areThere))] string what = "")
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        for (var rows = Rows; ; rows = Rows)
        {
            if (areThere(rows))
                return rows;
            if (limit.IsCancellationRequested)
                throw new TimeoutException($"{what} is not all seen in:\n{string.Join('\n', rows)}");
            await Task.Delay(20, CancellationToken.None);
        }
    }

    /// <summary>Waits for a run's end, and for all that it wrote.</summary>
    public async Task<int> EndAsync(Process run)
    {
        await run.WaitForExitAsync();
        await reading;
        return run.ExitCode;
    }

    /// <summary>The rows of the screen.</summary>
    public List<string> Rows
    {
        get
        {
            lock (Written)
                return Screen.Rows;
        }
    }

    /// <summary>Lets the builds go on.</summary>
    public void Go(string image) => repository.Write($"bin/go-{image}", "");

    /// <summary>The whole log that is kept of an image.</summary>
    public string LogOf(string image) => File.ReadAllText(Path.Combine(repository.Root, $"output/logs/{image}.log"));

    public async ValueTask DisposeAsync()
    {
        await engine.DisposeAsync();
        repository.Dispose();
    }

    private async Task ReadAsync(Process process)
    {
        var buffer = new char[4096];
        while (await process.StandardOutput.ReadAsync(buffer) is > 0 and var read)
        {
            lock (Written)
            {
                Written.Append(buffer, 0, read);
                Screen.Write(new string(buffer, 0, read));
            }
        }
    }

    // Says what BuildKit would, waits at the first step until it may go on, and lets `broken` fail at the second.
    private const string FakeDocker = """
        #!/bin/sh
        here=$(dirname "$0")
        now() { date -u +%Y-%m-%dT%H:%M:%S.%NZ; }
        vertex() { printf '{"vertexes":[{"digest":"sha256:%s","name":"%s","started":"%s"%s}]}\n' "$1" "$2" "$3" "$4" >&2; }
        log() { printf '{"logs":[{"vertex":"sha256:%s","stream":1,"data":"%s","timestamp":"%s"}]}\n' "$1" "$(printf '%s\n' "$2" | base64 -w 0)" "$(now)" >&2; }
        case "$1 $2" in
          "buildx version") echo 'github.com/docker/buildx 0.13.1'; exit 0 ;;
          "buildx inspect") printf 'Name: default\nDriver: docker\n\nNodes:\nPlatforms: linux/amd64\n'; exit 0 ;;
          "buildx build") ;;
          *) exit 1 ;;
        esac
        while [ $# -gt 0 ]; do
          case "$1" in --metadata-file) meta=$2 ;; --tag) tag=$2 ;; esac
          shift
        done
        name=${tag%:*}; name=${name##*/}
        began=$(now)
        vertex 1 '[2/3] RUN npm ci' "$began" ''
        log 1 'added 412 packages, and audited 413 packages in 9s'
        while [ ! -e "$here/go-$name" ]; do sleep 0.05; done
        vertex 1 '[2/3] RUN npm ci' "$began" ",\"completed\":\"$began\""
        vertex 2 '[3/3] RUN npm test' "$began" ''
        if [ "$name" = broken ]; then
          for i in 1 2 3; do log 2 "test $i of 3"; done
          log 2 'expected 3, and got 4'
          vertex 2 '[3/3] RUN npm test' "$began" ",\"completed\":\"$began\",\"error\":\"process \\\"/bin/sh -c npm test\\\" did not complete successfully: exit code: 1\""
          printf 'Dockerfile:3\n--------------------\n   1 |     FROM a.io/b/keg-base:develop\n   2 |     RUN npm ci\n   3 | >>> RUN npm test\n   4 |     \n--------------------\nERROR: failed to solve: process "/bin/sh -c npm test" did not complete successfully: exit code: 1\n' >&2
          exit 1
        fi
        vertex 2 '[3/3] RUN npm test' "$began" ",\"completed\":\"$began\""
        digest=sha256:$(printf '%s' "$name" | sha256sum | cut -d ' ' -f 1)
        printf '{"containerimage.digest":"%s","containerimage.config.digest":"%s"}' "$digest" "$digest" > "$meta"
        """;
}
