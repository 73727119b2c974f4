using System.Net;
using KegImages.References;
using KegImages.Tests.Registry;

namespace KegImages.Tests.Publishing;

/// <summary>What is said, and what has moved, when not everything can be published.</summary>
public sealed class FailedPublicationTests : PublishingTests
{
    [Fact]
    public async Task When_one_image_is_missing_no_tag_of_any_image_moves()
    {
        var tap = Pushed("tap");
        var missing = Pushed("evf") with { Pinned = Registry.Repository("evf").At(Digest.Of([1])) };

        var error = await Should.ThrowAsync<FailedException>(() => PublishAsync(Publish("feature/x", null, tap, missing)));

        error.Message.ShouldContain($"{missing.Pinned} is not in the registry");
        error.Message.ShouldContain("nothing was published");
        Puts().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_reads_back_differently_is_not_called_published()
    {
        var (parent, child) = (Pushed("tap"), Pushed("evf", "tap"));
        Registry.Instead = (request, response) =>
        {
            if (request.HttpMethod != "PUT" || !request.RawUrl!.Contains("/evf/", StringComparison.Ordinal))
                return false;
            FakeRegistry.Answer(response, 201);
            return true;
        };

        var error = await Should.ThrowAsync<FailedException>(() => PublishAsync(Publish("feature/x", null, parent, child)));

        error.Message.ShouldContain("the registry has nothing there");
        error.Message.ShouldContain($"moved before that: {Registry.Host}/keg/tap:feature-x{Environment.NewLine}");
        error.Message.ShouldContain(
            $"may have moved, its request did not end well: {Registry.Host}/keg/evf:feature-x{Environment.NewLine}");
    }

    [Fact]
    public async Task A_registry_that_fails_in_between_is_told_with_what_had_moved()
    {
        var (parent, child) = (Pushed("tap"), Pushed("evf", "tap"));
        Registry.Instead = (request, response) =>
        {
            if (request.HttpMethod != "PUT" || !request.RawUrl!.Contains("/evf/", StringComparison.Ordinal))
                return false;
            FakeRegistry.Answer(response, (int)HttpStatusCode.BadGateway, "<html>");
            return true;
        };

        var error = await Should.ThrowAsync<FailedException>(() => PublishAsync(Publish("feature/x", null, parent, child)));

        error.Message.ShouldContain("502 BadGateway");
        error.Message.ShouldNotContain("<html>");
        error.Message.ShouldContain($"moved before that: {Registry.Host}/keg/tap:feature-x{Environment.NewLine}");
    }
}
