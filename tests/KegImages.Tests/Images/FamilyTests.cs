using System.Collections.Immutable;
using KegImages.Dockerfiles;
using KegImages.Images;
using KegImages.References;

namespace KegImages.Tests.Images;

public sealed class FamilyTests
{
    private static readonly ImageGroup Base = new("base", 0);
    private static readonly ImageGroup Hub = new("keg-hub", 1);
    private static readonly ImageGroup Taps = new("taps", 2);

    private static readonly Family Sample = new(
    [
        Image("evf", Taps, "events", "tap"),
        Image("keg-herkin", Taps, "herkin", "tap", "keg-core"),
        Image("keg-base", Base, "base"),
        Image("tap", Hub, "tap", "keg-base", "keg-base"),
        Image("keg-core", Hub, "core", "keg-base"),
        Image("alone", Taps, "alone"),
    ]);

    [Fact]
    public void Images_are_in_the_order_of_group_depth_and_name() =>
        Names(Sample.Images).ShouldBe(["keg-base", "keg-core", "tap", "alone", "evf", "keg-herkin"]);

    [Fact]
    public void An_image_is_found_by_name_and_alias()
    {
        Sample.Find("keg-herkin")!.Name.ToString().ShouldBe("keg-herkin");
        Sample.Find("herkin").ShouldBeSameAs(Sample.Find("keg-herkin"));
        Sample.Find("herkim").ShouldBeNull();
        Sample.NamesAndAliases.ShouldBe(["alone", "base", "core", "events", "evf", "herkin", "keg-base", "keg-core", "keg-herkin", "tap"]);
    }

    [Fact]
    public void Relatives_are_each_named_once_and_never_oneself()
    {
        Names(Sample.ParentsOf(Sample.Find("tap")!)).ShouldBe(["keg-base"]);
        Names(Sample.ChildrenOf(Sample.Find("keg-base")!)).ShouldBe(["keg-core", "tap"]);
        Names(Sample.AncestorsOf(Sample.Find("herkin")!)).ShouldBe(["keg-base", "keg-core", "tap"]);
        Names(Sample.AncestorsOf(Sample.Find("alone")!)).ShouldBeEmpty();
    }

    [Fact]
    public void Selected_images_come_in_the_family_s_order_each_once() =>
        Names(Sample.Select(["herkin", "evf", "keg-herkin", "base"])).ShouldBe(["keg-base", "evf", "keg-herkin"]);

    [Fact]
    public void Unknown_names_are_refused_together_with_the_nearest_and_the_choices()
    {
        var problems = Should.Throw<WrongUseException>(() => Sample.Select(["evff", "evf", "zzz", "tap"], "--tap", Taps)).Problems;

        problems.Select(problem => problem.Message).ShouldBe(
        [
            "--tap evff: no image 'evff' in this family (did you mean 'evf'?)",
            "--tap zzz: no image 'zzz' in this family",
            "--tap tap: 'tap' is in group 'keg-hub', not in 'taps'",
        ]);
        problems[0].Next.ShouldBe("group 'taps': alone, events, evf, herkin, keg-herkin");
    }

    [Fact]
    public void Of_very_many_choices_the_first_are_shown()
    {
        var family = new Family([.. Enumerable.Range(100, 50).Select(number => Image($"i{number}", Base, $"i{number}"))]);

        Should.Throw<WrongUseException>(() => family.Select(["x"])).Problems[0].Next!.ShouldEndWith("i128, i129 and 20 more");
    }

    [Fact]
    public void A_cycle_is_no_family() =>
        Should.Throw<WrongUseException>(() => new Family([Image("a", Base, "a", "b"), Image("b", Base, "b", "a")]))
            .Message.ShouldBe("the images form a cycle, parent → child: a → b → a");

    [Fact]
    public void In_random_families_the_order_respects_all_edges_and_does_not_depend_on_the_order_of_the_input()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            var images = RandomImages(random, random.Next(1, 60), acyclic: true);
            var family = new Family(images);

            foreach (var image in family.Images)
            {
                foreach (var parent in family.ParentsOf(image))
                {
                    family.Images.IndexOf(parent)
                        .ShouldBeLessThan(family.Images.IndexOf(image), $"seed {seed}, round {round}: {parent.Name} → {image.Name}");
                    family.ChildrenOf(parent).ShouldContain(image);
                    family.AncestorsOf(image).ShouldContain(parent);
                }
            }

            var shuffled = images.ToArray();
            random.Shuffle(shuffled);
            Names(new Family([.. shuffled]).Images).ShouldBe(Names(family.Images), $"seed {seed}, round {round}");
        }
    }

    [Fact]
    public void In_random_graphs_every_reported_cycle_is_one_and_none_is_missed()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            var images = RandomImages(random, random.Next(1, 30), acyclic: false);
            var byName = images.ToDictionary(image => image.Name);
            var order = FamilyOrder.Of(images);

            foreach (var cycle in order.Cycles)
            {
                cycle.Distinct().Count().ShouldBe(cycle.Length, $"seed {seed}, round {round}");
                for (var i = 0; i < cycle.Length; i++)
                    byName[cycle[(i + 1) % cycle.Length]].Parents.ShouldContain(edge => edge.Member == cycle[i],
                        $"seed {seed}, round {round}");
            }

            order.Cycles.IsEmpty.ShouldBe(order.Depths.Count == images.Length, $"seed {seed}, round {round}");
        }
    }

    private static string[] Names(IEnumerable<Image> images) => [.. images.Select(image => image.Name.ToString())];

    private static ImmutableArray<Image> RandomImages(Random random, int count, bool acyclic) =>
    [
        .. Enumerable.Range(0, count).Select(number => Image(
            $"i{number}",
            acyclic ? new ImageGroup($"g{number * 3 / count}", number * 3 / count) : Base,
            $"i{number}",
            [.. Enumerable.Range(0, random.Next(3)).Select(_ => random.Next(acyclic ? number : count))
                .Where(parent => parent < count && (!acyclic || parent < number)).Select(parent => $"i{parent}")])),
    ];

    private static Image Image(string name, ImageGroup group, string alias, params string[] parents) => new()
    {
        Name = ImageName.Parse(name),
        Alias = alias,
        Group = group,
        DockerfilePath = $"/{name}/Dockerfile",
        ContextPath = $"/{name}",
        Dockerfile = Dockerfile.Parse("FROM scratch", "Dockerfile"),
        Parents = [.. parents.Select(parent =>
            new Parent(ImageReference.Parse(parent), new SourceLocation("Dockerfile", 1), ParentUse.From, null, ImageName.Parse(parent)))],
    };
}
