using KegImages.Configuration;

namespace KegImages.Tests.Configuration;

public sealed class ProvidersTests
{
    [Theory]
    [InlineData("provider: a.io/b", "a.io/b", "")]
    [InlineData("provider: a.io/b\nproviders: [c.io/d, e.io/f/g]", "a.io/b", "c.io/d e.io/f/g")]
    [InlineData("providers: [c.io/d]", "c.io/d", "")]
    [InlineData("providers: [c.io/d, a.io/b]", "c.io/d", "a.io/b")]
    public void The_first_is_what_Dockerfiles_name_and_the_others_get_the_same(string text, string first, string others)
    {
        var (settings, problems) = KegReader.Read($"{text}\ngroups: {{ all: {{ folders: [a] }} }}", "keg.yml");

        problems.ShouldBeEmpty();
        settings!.Provider.ToString().ShouldBe(first);
        string.Join(' ', settings.Mirrors).ShouldBe(others);
    }

    [Theory]
    [InlineData("provider: a.io/b\nproviders: [a.io/b]", "keg.yml:2:13: 'a.io/b' is among the providers already: each is published to once")]
    [InlineData("providers: [x]",
        "keg.yml:1:13: providers: 'x' is not a provider: expected registry/namespace, such as ghcr.io/simpleviewinc")]
    [InlineData("providers: []", "keg.yml:1:12: providers: the list is empty")]
    [InlineData("args: {}", "keg.yml:1:1: 'provider' is missing: The registry and namespace that the images live under.")]
    public void What_is_no_provider_or_one_twice_is_refused(string text, string problem)
    {
        var (_, problems) = KegReader.Read($"{text}\ngroups: {{ all: {{ folders: [a] }} }}", "keg.yml");

        problems.Select(one => one.ToString()).ShouldContain(problem);
    }
}
