using System.Diagnostics;
using System.Text;
using KegImages.Commands;
using KegImages.Engines;
using KegImages.References;

namespace KegImages.Tests.Engines;

public sealed class EngineTests
{
    private const string Digits = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    private static readonly Dictionary<string, (string Right, Func<Engine, Task> Ask)> Questions = new()
    {
        ["image"] = ($$$"""{"Id":"{{{Digits}}}","RepoTags":["a:b"],"RepoDigests":[],"Config":{"Labels":{"a":"b"},"ExposedPorts":null}}""",
            engine => engine.Images.FindAsync("a", default)),
        ["images"] = ($$"""[{"Id":"{{Digits}}","RepoTags":["a:b"],"RepoDigests":null,"Labels":{"a":null},"Created":1}]""",
            engine => engine.Images.ListAsync("a", default)),
        ["container"] =
            ($$$"""{"Id":"1","Name":"/a","Image":"{{{Digits}}}","State":{"Status":"running","ExitCode":0,"StartedAt":"2026-01-02T03:04:05Z","Health":{"Status":"none","Log":[{"Output":"x"}]}},"Mounts":[{"Destination":"/d"}],"NetworkSettings":{"Ports":{"80/tcp":null} } }""",
            engine => engine.Containers.FindAsync("1", default)),
        ["push"] = ("""{"status":"x","id":"1","progressDetail":{"current":1,"total":2}}""",
            engine => engine.Images.PushAsync(ImageReference.Parse("a.example/b:c"), null, _ => { }, default)),
    };

    public static TheoryData<string> Names => [.. Questions.Keys];

    [Theory]
    [InlineData("1.45", "/v1.45/")]
    [InlineData("1.41", "/v1.41/")]
    [InlineData("1.99", "/v1.54/")]
    public async Task It_is_spoken_to_in_what_it_speaks_and_asked_for_that_once(string speaks, string expected)
    {
        await using var engine = new FakeEngine(200, "{}") { ApiVersion = speaks };

        await engine.Engine.RootFolderAsync(default);
        await engine.Engine.RootFolderAsync(default);
        await engine.Engine.RequireAsync(default);

        engine.Requests.Select(request => request.Split(' ')[1]).ShouldBe(["/_ping", $"{expected}info", $"{expected}info"]);
    }

    [Fact]
    public async Task One_that_is_not_there_yet_is_asked_again()
    {
        await using var engine = new FakeEngine(200) { Ping = (503, """{"message":"starting"}""") };

        var failure = await Should.ThrowAsync<EngineException>(engine.Engine.PingAsync(TimeSpan.FromSeconds(9), default));
        engine.Ping = (200, "OK");
        await engine.Engine.PingAsync(TimeSpan.FromSeconds(9), default);

        failure.Message.ShouldBe("the engine could not answer: starting");
        failure.IsUnreachable.ShouldBeFalse();
    }

    [Fact]
    public async Task One_that_never_answers_is_waited_for_no_longer_than_was_said_and_a_cancelled_question_is_no_failure()
    {
        using var engine = new Engine(EngineAddress.By("ssh://me@far", new Command("sleep", "60")));

        var failure = await Should.ThrowAsync<EngineException>(engine.PingAsync(TimeSpan.FromMilliseconds(100), default));
        using var cancelled = new CancellationTokenSource(100);
        await Should.ThrowAsync<OperationCanceledException>(engine.PingAsync(TimeSpan.FromSeconds(99), cancelled.Token));

        failure.IsUnreachable.ShouldBeTrue();
        failure.Message.ShouldContain("ssh://me@far");
    }

    [Fact]
    public async Task Who_waits_for_it_to_open_may_stop_and_the_others_do_not()
    {
        await using var engine = new FakeEngine(200);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(engine.Engine.RequireAsync(cancelled.Token));

        await engine.Engine.RequireAsync(default);
        engine.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_program_that_leads_to_none_says_why()
    {
        using var engine = new Engine(EngineAddress.By("ssh://me@far",
            new Command("sh", "-c", "echo 'Host key verification failed.' >&2; exit 255")));

        (await Should.ThrowAsync<EngineException>(engine.VersionAsync(default))).Said.ShouldBe("Host key verification failed.");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_is_no_answer_is_a_value_or_the_one_error_and_at_once(string name)
    {
        var (right, ask) = Questions[name];
        var answer = right;
        await using var engine = new FakeEngine(_ => (200, answer));
        await Should.NotThrowAsync(() => ask(engine.Engine));
        string[] wrong = ["", "null", "[]", "[null]", "{}", "7", "\"x\"", "<html>", new string('[', 5000), $"[{right}", $"{right}{right}"];
        foreach (var next in wrong.Concat(Enumerable.Range(0, right.Length).SelectMany(at => new[] { right[..at], Changed(right, at) })))
        {
            answer = next;
            var watch = Stopwatch.StartNew();
            try
            {
                await ask(engine.Engine);
            }
            catch (EngineException exception)
            {
                exception.Message.ShouldStartWith("the engine could not ");
            }

            watch.ElapsedMilliseconds.ShouldBeLessThan(5000, $"{name}: {answer}");
        }
    }

    [Fact]
    public async Task An_answer_without_end_is_an_error()
    {
        await using var engine = new FakeEngine(_ => (200, new StringBuilder("[\"").Append('x', 70_000_000).Append("\"]").ToString()));

        (await Should.ThrowAsync<EngineException>(engine.Engine.Images.ListAsync("a", default))).Message.ShouldContain("67108864");
    }

    private static string Changed(string text, int at) => $"{text[..at]}{(text[at] == '"' ? '{' : '"')}{text[(at + 1)..]}";
}
