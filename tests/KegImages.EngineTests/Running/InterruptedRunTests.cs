using System.Diagnostics;
using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Registry;

namespace KegImages.EngineTests.Running;

/// <summary>Ctrl+C while tags move and while images are tested: one line of what was stopped and what stands, and 130.</summary>
[Collection(TapFamily.Lane)]
public sealed class InterruptedRunTests(EngineFixture engine, TapFamily family) : IClassFixture<TapFamily>, IAsyncLifetime
{
    private readonly TypedCommands typed = new(engine, family);

    public async ValueTask InitializeAsync()
    {
        if (EngineFixture.WhySkipped is null && !OperatingSystem.IsWindows())
            await typed.WriteScriptsAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [EngineFact(Explicit = true)]
    public async Task A_push_says_which_tags_moved_and_which_did_not_and_the_same_command_moves_the_rest()
    {
        var running = new TaskCompletionSource<Process>();
        var heard = new TaskCompletionSource();
        await using var registry = RefusingRegistry.Watched(engine.Endpoint.Registry, async (method, path) =>
        {
            // The base's tag is on its way when Ctrl+C comes, and is answered when the program has heard it.
            if (method != "PUT" || !path.EndsWith("/base/manifests/held", StringComparison.Ordinal) || heard.Task.IsCompleted)
                return;
            TypedCommands.Interrupt(await running.Task);
            await heard.Task;
        });
        var line = $"./build.sh Push --tag held --registry {registry.Address}";

        var (code, said) = await typed.WatchAsync($"exec {line}", (text, process) =>
        {
            running.TrySetResult(process);
            if (text.StartsWith("Interrupted: waiting for Push", StringComparison.Ordinal))
                heard.TrySetResult();
        });

        heard.TrySetResult();
        code.ShouldBe(130, said);
        var there = $"{registry.Address}/{family.Provider.Namespace}";
        said.Split('\n').Count(text => text.StartsWith("interrupted: tags were being moved", StringComparison.Ordinal)).ShouldBe(1, said);
        said.ShouldContain($"  moved before that: {there}/base:held\n");
        said.ShouldContain($"  not moved: {there}/evf:held, {there}/plain:held, {there}/sick:held\n");
        said.ShouldContain("  the family record was not written");
        said.ShouldNotContain("[ERR]", customMessage: said);
        (await family.DigestAsync("base:held")).ShouldBe(await family.DigestAsync("base:develop"));
        foreach (var tap in new[] { "evf:held", "plain:held", "sick:held", "keg-family:held" })
            (await family.Registries.HeadAsync(family.Reference(tap), default)).ShouldBeNull(tap);

        (await typed.RunAsync(line)).ShouldContain("pushed 3 of 4 images");
        (await family.DigestAsync("evf:held")).ShouldBe(await family.DigestAsync("evf:develop"));
    }

    [EngineFact(Explicit = true)]
    public async Task Tests_of_images_are_ended_and_it_is_said_that_no_tag_moved()
    {
        family.Write("taps/plain/test.yaml",
            "schemaVersion: 2.0.0\ncommandTests: [{ name: long, command: sleep, args: ['600'] }]\ntimeout: 300s\n");
        await family.CommitAsync("a long test");

        foreach (var line in new[] { "./build.sh TestImages --image plain", "./build.sh Push --image plain --tag untested" })
        {
            var (code, said) = await typed.InterruptAsync(line, "still testing: plain");

            code.ShouldBe(130, said);
            said.Split('\n').Count(text => text.StartsWith("interrupted: ", StringComparison.Ordinal)).ShouldBe(1, said);
            said.ShouldContain("interrupted: the tests of images did not end; ");
            said.ShouldNotContain("[ERR]", customMessage: said);
        }

        (await family.Registries.HeadAsync(family.Reference("plain:untested"), default)).ShouldBeNull();
    }
}
