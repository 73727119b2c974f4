using System.Collections.Immutable;
using KegImages.Images;
using KegImages.Pipeline;
using KegImages.References;

namespace KegImages.Tests.Pipeline;

/// <summary>Which builders a run uses, by what says so first.</summary>
public sealed class BuilderEntriesTests
{
    private static readonly ImmutableArray<BuilderEntry> Said =
        [new("far", 8) { Platforms = ["linux/arm64"] }, new("near")];

    [Theory]
    [InlineData("a,b", "c", "a b")]
    [InlineData(null, "c,d", "c d")]
    [InlineData(null, "", "far near")]
    [InlineData(null, null, "far near")]
    public void An_option_is_before_the_variable_and_that_before_the_file(string? option, string? variable, string names) =>
        string.Join(' ', Of(option, variable, Said).Select(entry => entry.Name)).ShouldBe(names);

    [Fact]
    public void Where_nobody_says_any_it_is_the_one_in_use() => Of(null, null, []).ShouldBe([BuilderEntry.InUse]);

    [Fact]
    public void The_file_says_the_slots_and_platforms_of_a_builder_whoever_names_it()
    {
        Of("other,far", null, Said)[1].ShouldBe(Said[0]);
        Of(null, "far", Said).ShouldBe([Said[0]]);
    }

    [Fact]
    public void A_private_engine_knows_no_builders_of_the_file_and_takes_those_of_an_option()
    {
        var world = WorldOf(null) with { StandIn = new StandIn(ImageReference.Parse("127.0.0.1:5000/library/node:20")) };

        BuilderCheck.EntriesOf(null, world, Said).ShouldBe([BuilderEntry.InUse]);
        BuilderCheck.EntriesOf("near", world, Said).ShouldBe([Said[1]]);
    }

    [Fact]
    public void A_variable_that_is_no_list_of_names_is_refused_by_its_name() =>
        Should.Throw<WrongUseException>(() => Of(null, "a,,b", Said)).Message
            .ShouldStartWith("BUILDX_BUILDER a,,b: '' is no name of a builder");

    private static ImmutableArray<BuilderEntry> Of(string? option, string? variable, ImmutableArray<BuilderEntry> said) =>
        BuilderCheck.EntriesOf(option, WorldOf(variable), said);

    private static World WorldOf(string? variable) => World.Of(variable is null ? ImmutableDictionary<string, string>.Empty
        : ImmutableDictionary<string, string>.Empty.Add("BUILDX_BUILDER", variable), TextWriter.Null, null);
}
