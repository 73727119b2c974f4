using KegImages.Fingerprints;

namespace KegImages.Tests.Fingerprints;

public sealed class ImageInputsTests
{
    private static readonly ContextListing Hub =
        new([new ContextFolder("a folder", 0b111_101_101), new ContextFile("a folder/one.js", 0b110_100_100, Requests.Sha256)]);

    [Fact]
    public void The_text_form_round_trips_with_folders_that_are_named_contexts()
    {
        var inputs = Of(("empty", ContextListing.Empty), ("a hub", Hub), ("zoo", Hub));

        ImageInputs.TryParse(inputs.ToString(), out var again).ShouldBeTrue();

        again!.ToString().ShouldBe(inputs.ToString());
        again.Fingerprint.ShouldBe(inputs.Fingerprint);
    }

    [Fact]
    public void Without_folders_the_text_is_the_manifest_alone() => Of().ToString().ShouldBe(Of().Manifest.ToString());

    [Fact]
    public void A_difference_in_a_folder_names_its_files()
    {
        var changed = new ContextListing([.. Hub.Entries, new ContextFile("two.js", 0b110_100_100, Requests.Sha256)]);

        var difference = ImageInputs.Difference(Of(("hub", Hub)), Of(("hub", changed))).ShouldHaveSingleItem();

        difference.Kind.ShouldBe(InputKind.Context);
        difference.Within.Select(inner => inner.ToString()).ShouldBe(["file two.js was added"]);
    }

    [Fact]
    public void A_folder_whose_lines_are_not_those_of_the_manifest_is_left_out()
    {
        var forged = Of(("hub", Hub)).ToString().Replace("one.js", "two.js", StringComparison.Ordinal);

        ImageInputs.TryParse(forged, out var inputs).ShouldBeTrue();

        inputs!.ToString().ShouldBe(inputs.Manifest.ToString());
    }

    [Fact]
    public void A_listing_of_more_than_a_mebibyte_is_left_out()
    {
        var large = new ContextListing(Enumerable.Range(0, 20_000)
            .Select(i => new ContextFile($"file {i}", 0b110_100_100, Requests.Sha256)));

        Of(("hub", large)).ToString().ShouldBe(Of(("hub", large)).Manifest.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("keg-fingerprint/2\n\nfolder-context")]
    [InlineData("keg-fingerprint/2\n\nsomething else\n")]
    public void Other_text_is_refused(string text) => ImageInputs.TryParse(text, out _).ShouldBeFalse();

    private static ImageInputs Of(params (string Name, ContextListing Folder)[] folders)
    {
        var pairs = folders.Select(folder => KeyValuePair.Create(folder.Name, folder.Folder)).ToList();
        var contexts = Requests.Full.Contexts.AddRange(pairs.Select(pair => KeyValuePair.Create(pair.Key, ContextIdentity.Of(pair.Value))));
        return ImageInputs.Of(FingerprintInputs.Of(Requests.Full with { Contexts = contexts }), pairs);
    }
}
