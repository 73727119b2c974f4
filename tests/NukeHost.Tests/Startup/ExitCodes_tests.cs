using Nuke.Common.Tests.Running;

namespace Nuke.Common.Tests.Startup;

public sealed class ExitCodes_tests : IDisposable
{
    private readonly TemporaryRoot _root = new();

    [Theory]
    [InlineData("Succeeds", 0)]
    [InlineData("Fails", 1)]
    [InlineData("FailsAsync", 1)]
    [InlineData("Expected", 2)]
    [InlineData("Tolerated+Succeeds", 1)]
    [InlineData("Nothing", 2)]
    [InlineData("SaysItself", 7)]
    public async Task A_run_ends_with_a_code_that_says_how(string target, int exitCode) =>
        (await Run.Of<Endings>(_root, target)).ExitCode.ShouldBe(exitCode);

    [Fact]
    public async Task An_exception_that_carries_its_exit_code_is_printed_as_its_message_alone()
    {
        var run = await Run.Of<Endings>(_root, "Expected --verbosity verbose --no-logo");
        run.Text.ShouldBeApproved();
    }

    [Fact]
    public async Task A_failing_hook_ends_the_run()
    {
        var run = await Run.Of<FailingHook>(_root, "Succeeds");
        run.ExitCode.ShouldBe(2);
        run.Out.ShouldContain("the registry is not there");
        run.Out.ShouldNotContain("must not run");
    }

    [Fact]
    public async Task Hooks_are_called_in_order()
    {
        var run = await Run.Of<Endings>(_root, "Succeeds+Tolerated+Never --no-logo");
        run.Out.Split('\n').Where(line => line.StartsWith("hook ", StringComparison.Ordinal)).ShouldBe(
        [
            "hook created", "hook initialized", "hook skipped Never", "hook running Tolerated", "hook failed Tolerated",
            "hook running Succeeds", "hook succeeded Succeeds", "hook finished True",
        ]);
    }

    public void Dispose() => _root.Dispose();

    sealed class FailingHook : NukeBuild
    {
        protected internal override void OnBuildInitialized() => throw new ExpectedException("the registry is not there");

        Target Succeeds => _ => _.Executes(() => Console.WriteLine("must not run"));
    }

    sealed class ExpectedException : Exception
    {
        public ExpectedException(string message)
            : base(message) => Data["ExitCode"] = 2;
    }

    sealed class Endings : NukeBuild
    {
        Target Never => _ => _.OnlyWhenStatic(() => IsServerBuild).Executes(() => Console.WriteLine("must not run"));

        Target Succeeds => _ => _.After(Tolerated, Never).Executes(() => Console.WriteLine("done"));

        Target Fails => _ => _.Executes(() => throw new InvalidOperationException("no"));

        Target FailsAsync => _ => _.Executes(async () =>
        {
            await Task.Delay(1);
            throw new InvalidOperationException("no");
        });

        Target Expected => _ => _.Executes(() =>
            throw new ExpectedException("taps/evf/container/Dockerfile:3: no image 'tpa' (did you mean 'tap'?)\n  Run it again."));

        Target Tolerated => _ => _.After(Never).ProceedAfterFailure().Executes(() => throw new InvalidOperationException("no"));

        Target SaysItself => _ => _.Executes(() =>
        {
            ExitCode = 7;
            throw new InvalidOperationException("no");
        });

        protected internal override void OnBuildCreated() => Console.WriteLine("hook created");

        protected internal override void OnBuildInitialized() => Console.WriteLine("hook initialized");

        protected internal override void OnBuildFinished() => Console.WriteLine($"hook finished {IsFinished}");

        protected internal override void OnTargetRunning(string target) => Console.WriteLine($"hook running {target}");

        protected internal override void OnTargetSkipped(string target) => Console.WriteLine($"hook skipped {target}");

        protected internal override void OnTargetSucceeded(string target) => Console.WriteLine($"hook succeeded {target}");

        protected internal override void OnTargetFailed(string target) => Console.WriteLine($"hook failed {target}");
    }
}
