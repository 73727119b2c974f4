using KegImages.Publishing;
using KegImages.Tests.Registry;

namespace KegImages.Tests.Publishing;

/// <summary>Whatever ends a publication, it is said what moved and what did not.</summary>
public sealed class InterruptedPublicationTests : PublishingTests
{
    [Fact]
    public async Task An_interruption_lets_the_request_under_way_end_and_begins_no_other()
    {
        var (parent, child) = (Pushed("tap"), Pushed("evf", "tap"));
        using var source = new CancellationTokenSource();
        Registry.Instead = (request, _) =>
        {
            if (request.HttpMethod == "PUT")
                source.Cancel();
            return false;
        };
        using var printed = new StringWriter();

        await Should.ThrowAsync<OperationCanceledException>(() =>
            LastLines.PrintedAsync(() => new Publisher(Client).PublishAsync(Publish("develop", null, parent, child), source.Token),
                printed));

        Registry.TagOf("tap", "develop").ShouldBe(parent.Digest);
        Puts().ShouldBe(["tap:develop"]);
        printed.ToString().Split(Environment.NewLine).ShouldBe([
            $"interrupted: moved before that: {Registry.Host}/keg/tap:develop",
            $"  not moved: {Registry.Host}/keg/evf:develop, {Registry.Host}/keg/evf:master, {Registry.Host}/keg/tap:master",
            "  run the same command again to move the rest",
            "",
        ]);
    }

    [Fact]
    public async Task A_login_that_ends_in_the_middle_is_wrong_use_still_and_says_what_moved()
    {
        var (parent, child) = (Pushed("tap"), Pushed("evf", "tap"));
        Registry.Instead = (request, response) =>
        {
            if (request.HttpMethod != "PUT" || !request.RawUrl!.Contains("/evf/", StringComparison.Ordinal))
                return false;
            FakeRegistry.Answer(response, 401, """{"errors":[{"code":"UNAUTHORIZED","message":"token expired"}]}""",
                headers: ("WWW-Authenticate", "Basic realm=\"x\""));
            return true;
        };

        var error = await Should.ThrowAsync<WrongUseException>(() => PublishAsync(Publish("feature/x", null, parent, child)));

        error.Data[FailedException.ExitCodeKey].ShouldBe(2);
        error.Message.ShouldContain($"log in: docker login {Registry.Host}");
        error.Message.ShouldContain($"moved before that: {Registry.Host}/keg/tap:feature-x");
        error.Message.ShouldContain($"may have moved, its request did not end well: {Registry.Host}/keg/evf:feature-x");
        error.Message.ShouldEndWith("run the same command again to move the rest");
    }

    [Fact]
    public async Task What_ends_it_before_the_first_tag_says_that_none_moved()
    {
        var tap = Pushed("tap");
        Registry.Instead = (request, response) =>
        {
            FakeRegistry.Answer(response, 502);
            return true;
        };

        (await Should.ThrowAsync<FailedException>(() => PublishAsync(Publish("feature/x", null, tap)))).Message.ShouldEndWith(
            "no tag was moved: run the same command again");
    }

    [Fact]
    public async Task A_mistake_of_ours_passes_as_it_is_and_what_moved_is_printed_before_it()
    {
        using var printed = new StringWriter();
        var mistake = new InvalidOperationException("a mistake");

        var thrown = await Should.ThrowAsync<InvalidOperationException>(() => LastLines.PrintedAsync(
            () => LastLines.AddedAsync<int>(() => throw mistake, () => ["moved: something"]), printed));

        thrown.ShouldBeSameAs(mistake);
        printed.ToString().ShouldBe($"moved: something{Environment.NewLine}");
    }

    [Fact]
    public async Task The_lines_of_who_came_first_are_kept_and_who_undid_it_all_gets_the_cause()
    {
        var thrown = await Should.ThrowAsync<FailedException>(() => LastLines.AddedAsync<int>(
            () => LastLines.AddedAsync<int>(() => throw new FailedException("a cause"), () => ["the first"]), () => ["the second"]));

        thrown.Message.ShouldBe($"a cause{Environment.NewLine}  the first");
        LastLines.CauseOf(thrown).Message.ShouldBe("a cause");
    }
}
