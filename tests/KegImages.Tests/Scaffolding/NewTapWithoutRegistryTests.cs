using KegImages.Pipeline;
using KegImages.Scaffolding;
using KegImages.Tests.Configuration;

namespace KegImages.Tests.Scaffolding;

public sealed class NewTapWithoutRegistryTests : IDisposable
{
    private readonly FamilyFolder checkout = new();
    private readonly Machine machine = new();

    public NewTapWithoutRegistryTests() => checkout
        .Add("keg.yml", "provider: a.invalid/b\ngroups:\n  base: { folders: [images/*] }\n  taps: { folders: [taps/*], parent: core }\n")
        .Add("images/core/Dockerfile", "FROM node:20\n")
        .Add("taps/evf/Dockerfile", "ARG KEG_BASE_IMAGE\nFROM $KEG_BASE_IMAGE\n");

    public void Dispose()
    {
        checkout.Dispose();
        machine.Dispose();
    }

    [Fact]
    public async Task A_new_tap_that_is_to_be_pushed_and_may_ask_no_registry_is_refused_and_asks_none()
    {
        var refused = await Should.ThrowAsync<WrongUseException>(DecideAsync(push: true));

        refused.Message.ShouldContain("--no-registry asks no registry, and the first image of a new tap is pushed");
        refused.Message.ShouldContain("NewTap --name weather --no-push --no-registry");
        machine.World.Registries.Requests.ShouldBe(0);
    }

    [Fact]
    public async Task Without_a_push_it_is_decided_with_no_request()
    {
        await DecideAsync(push: false);

        machine.World.Registries.Requests.ShouldBe(0);
        machine.Printed().ShouldContain(line => line.Contains("weather", StringComparison.Ordinal));
    }

    private async Task<object> DecideAsync(bool push) => await NewTapCommand.DecideAsync(
        new NewTapOptions("weather", null, TapTemplate.Node, push), new BuildOptions(),
        new Workplace(machine.World, new FamilyPlace { Root = checkout.Root, NoRegistry = true }), CancellationToken.None);
}
