using System.Collections.Immutable;
using KegImages.Fingerprints;
using KegImages.Images;
using KegImages.Pipeline;
using KegImages.Planning;
using KegImages.Publishing;
using KegImages.Tests.Building;

namespace KegImages.Tests.Pipeline;

public sealed class TaggedImagesTests
{
    private static readonly ImmutableArray<ImageDefinition> Scope = [.. new[] { "keg-base", "tap", "evf" }.Select(name => FamilyOf.Step(name).Image)];

    [Fact]
    public void All_that_is_asked_for_is_tagged() => Names(Tagged()).ShouldBe(["keg-base", "tap", "evf"]);

    [Fact]
    public void What_others_are_only_built_on_is_not_tagged() => Names(Tagged(asked: [Scope[2]])).ShouldBe(["evf"]);

    [Fact]
    public void Only_what_differs_from_the_default_tag_is_tagged_where_that_is_asked_for() =>
        Names(Tagged(@default: Record(("keg-base", "keg-base"), ("tap", "an older tap")), onlyChanged: true)).ShouldBe(["tap", "evf"]);

    [Fact]
    public void What_was_changed_back_is_tagged_too_so_that_the_tag_does_not_stay_behind() =>
        Names(Tagged(own: Record(("tap", "tap of before")), @default: Record(("keg-base", "keg-base"), ("tap", "tap"), ("evf", "evf")), onlyChanged: true)).ShouldBe(["tap"]);

    [Fact]
    public void Without_a_record_of_the_default_tag_everything_differs() => Names(Tagged(onlyChanged: true)).ShouldBe(["keg-base", "tap", "evf"]);

    [Fact]
    public void They_are_in_place_when_the_record_names_every_one_of_their_digests()
    {
        var all = Record(("keg-base", "keg-base"), ("tap", "tap"), ("evf", "evf"));

        Tagged(own: all).AreInPlace.ShouldBeTrue();
        Tagged(own: Record(("keg-base", "keg-base"), ("tap", "tap"))).AreInPlace.ShouldBeFalse("evf is not in the record");
        Tagged(own: Record(("keg-base", "keg-base"), ("tap", "another"), ("evf", "evf"))).AreInPlace.ShouldBeFalse("tap is elsewhere");
        Tagged(own: all, built: "evf").AreInPlace.ShouldBeFalse("evf is built first");
        Tagged().AreInPlace.ShouldBeFalse("there is no record");
    }

    private static IEnumerable<string> Names(TaggedImages tagged) => tagged.Images.Select(image => image.Name.ToString());

    private static TaggedImages Tagged(FamilyRecord? own = null, FamilyRecord? @default = null, bool onlyChanged = false, string? built = null, ImmutableArray<ImageDefinition> asked = default)
    {
        var provider = Provider.Parse("registry.example/family");
        var request = new PlanRequest { Scope = Scope, Asked = asked, Reason = "asked for", Provider = provider, Tags = [Tag.Parse("x")], Push = true };
        var reused = Scope.Where(image => image.Name.ToString() != built)
            .Select(image => new ReusedImage(image, "it is there", provider.Of(image.Name).At(FamilyOf.DigestOf(image.Name.ToString())), provider.Of(image.Name), []));
        var plan = new BuildPlan { Steps = [.. Scope.Where(image => image.Name.ToString() == built).Select(image => FamilyOf.Step(image.Name.ToString()))], Reused = [.. reused], Push = true };
        return TaggedImages.Of(request, plan, Scope.ToImmutableDictionary(image => image.Name, image => FingerprintOf(image.Name.ToString())), own, @default, onlyChanged);
    }

    private static FamilyRecord Record(params (string Name, string Content)[] images) => new()
    {
        Tag = Tag.Parse("x"),
        Images = [.. images.Select(image => new RecordedImage { Name = ImageName.Parse(image.Name), Digest = FamilyOf.DigestOf(image.Content), Fingerprint = FingerprintOf(image.Content) })],
    };

    private static Fingerprint FingerprintOf(string content) => Fingerprint.Parse($"fp1:{FamilyOf.DigestOf(content).Encoded}");
}
