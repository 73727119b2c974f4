using KegImages.Configuration;

namespace KegImages.Tests.Opening;

public sealed class WorkplaceTests
{
    private static readonly KegSettings Settings = KegReader.Read("provider: ghcr.io/example\ngroups: { base: { folders: [base] } }\n",
        "keg.yml").Settings.ShouldNotBeNull();

    [Theory]
    [InlineData(null, null, "ghcr.io/example")]
    [InlineData("localhost:5000", null, "localhost:5000/example")]
    [InlineData(null, "team/keg", "ghcr.io/team/keg")]
    [InlineData("127.0.0.1:5000", "a", "127.0.0.1:5000/a")]
    public void Registry_and_namespace_may_be_said_by_options(string? registry, string? @namespace, string provider) =>
        At(registry, @namespace).ProviderOf(Settings).ToString().ShouldBe(provider);

    [Theory]
    [InlineData("http://x")]
    [InlineData("ghcr.io/example")]
    [InlineData("ghcr")]
    [InlineData("")]
    public void A_registry_that_is_none_is_refused_by_the_option_s_name(string registry)
    {
        var problem = Should.Throw<WrongUseException>(() =>
            At(registry, null).ProviderOf(Settings)).Problems.Single();

        problem.Message.ShouldBe(
            $"--registry '{registry}' is not a registry: expected a host, with a port where it needs one, such as ghcr.io or "
                + "localhost:5000, and no https:// before it");
    }

    [Theory]
    [InlineData("A B")]
    [InlineData("Team")]
    [InlineData("team/")]
    [InlineData("team:tag")]
    [InlineData("")]
    public void A_namespace_that_is_none_is_refused_by_the_option_s_name(string @namespace)
    {
        var problem = Should.Throw<WrongUseException>(() =>
            At(null, @namespace).ProviderOf(Settings)).Problems.Single();

        problem.Message.ShouldBe(
            $"--namespace '{@namespace}' is not a namespace: expected lower-case words with slashes between them, such as simpleviewinc "
                + "or simpleviewinc/keg");
    }

    [Fact]
    public void Both_are_refused_together() =>
        Should.Throw<WrongUseException>(() =>
            At("http://x", "A B").ProviderOf(Settings)).Problems.Length.ShouldBe(2);

    private static Workplace At(string? registry, string? @namespace) => new(World.Of([], TextWriter.Null, null),
        new FamilyPlace { Root = "/repository", Registry = registry, Namespace = @namespace });
}
