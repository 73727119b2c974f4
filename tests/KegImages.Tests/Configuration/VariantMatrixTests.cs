using KegImages.Configuration;

namespace KegImages.Tests.Configuration;

public sealed class VariantMatrixTests
{
    [Fact]
    public void The_example_of_GitHub_s_documentation_gives_what_is_written_there()
    {
        // https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations
        var all = VariantMatrix.Of(
            [new("fruit", ["apple", "pear"]), new("animal", ["cat", "dog"])],
            [],
            [Of("color", "green"), Of("color", "pink", "animal", "cat"), Of("fruit", "apple", "shape", "circle"), Of("fruit", "banana"),
                Of("fruit", "banana", "animal", "cat")]);

        Texts(all!.Value).ShouldBe(
        [
            "fruit=apple animal=cat color=pink shape=circle",
            "fruit=apple animal=dog color=green shape=circle",
            "fruit=pear animal=cat color=pink",
            "fruit=pear animal=dog color=green",
            "fruit=banana",
            "fruit=banana animal=cat",
        ]);
    }

    [Fact]
    public void Entries_of_include_alone_are_the_combinations() =>
        Texts(VariantMatrix.Of([], [], [Of("a", "1"), Of("a", "1", "b", "2")])!.Value).ShouldBe(["a=1", "a=1 b=2"]);

    [Fact]
    public void What_exclude_says_of_some_axes_goes_for_all_values_of_the_others() =>
        Texts(VariantMatrix.Of([new("os", ["a", "b"]), new("v", ["1", "2"])], [Of("os", "a"), Of("os", "b", "v", "2")], [])!.Value)
            .ShouldBe(["os=b v=1"]);

    [Fact]
    public void Very_many_combinations_are_none() =>
        VariantMatrix.Of([.. Enumerable.Range(0, 40).Select(i => new Axis($"a{i}", ["1", "2"]))], [], []).ShouldBeNull();

    private static Combination Of(params string[] pairs) =>
        pairs.Chunk(2).Aggregate(Combination.Empty, (all, pair) => all.With(pair[0], pair[1]));

    private static IEnumerable<string> Texts(IEnumerable<Combination> combinations) =>
        combinations.Select(combination => string.Join(' ', combination.Entries.Select(entry => $"{entry.Key}={entry.Value}")));
}
