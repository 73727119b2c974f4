using System.Text;
using KegImages.Fingerprints;
using KegImages.Publishing;
using KegImages.References;
using KegImages.Registry;
using KegImages.Tests.Fingerprints;
using KegImages.Tests.Registry;

namespace KegImages.Tests.Publishing;

public sealed class KeptInputsTests : IDisposable
{
    private readonly FakeRegistry registry = new();
    private readonly RegistryClient client = new(new FakeCredentials());
    private readonly ImageInputs inputs = Of("one");

    private Provider Provider => Provider.Parse($"{registry.Host}/keg");

    public void Dispose()
    {
        client.Dispose();
        registry.Dispose();
    }

    [Fact]
    public async Task Inputs_of_many_images_are_kept_and_read_back_by_three_requests_and_read_by_one()
    {
        var store = new FamilyRecordStore(client);

        var kept = await store.KeepAsync(Provider, [inputs, Of("two"), Of("three")], default);

        registry.Asked.Count.ShouldBe(3);
        kept.Count.ShouldBe(3);
        registry.Asked.Clear();
        var read = await store.InputsAsync(Provider, kept.Values.Distinct().ShouldHaveSingleItem(), default);
        registry.Asked.Count.ShouldBe(1);
        read[inputs.Fingerprint].ToString().ShouldBe(inputs.ToString());
    }

    [Fact]
    public async Task What_is_not_there_any_more_is_nothing() =>
        (await new FamilyRecordStore(client).InputsAsync(Provider, new KeptInputs(Digest.Of([1]), 1), default)).ShouldBeEmpty();

    [Fact]
    public void The_same_inputs_give_the_same_bytes_in_any_order() =>
        KeptInputs.Pack([inputs, Of("two")]).Single().Bytes.ShouldBe(KeptInputs.Pack([Of("two"), inputs]).Single().Bytes);

    [Fact]
    public void Inputs_of_large_images_are_spread_over_blobs_and_none_is_lost()
    {
        var many = Enumerable.Range(0, 9).Select(i => Of($"large {i}", files: 10_000)).ToList();

        var packed = KeptInputs.Pack(many).ToList();

        packed.Count.ShouldBeGreaterThan(1);
        packed.ShouldAllBe(blob => blob.Bytes.Length < 8 * 1024 * 1024);
        packed.SelectMany(blob => KeptInputs.Read(blob.Bytes).Keys).ShouldBe(many.Select(one => one.Fingerprint), ignoreOrder: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("{\"fp1:1\":\"x\"}")]
    public void Another_format_is_as_good_as_none(string json) => KeptInputs.Read(Encoding.UTF8.GetBytes(json)).ShouldBeEmpty();

    [Fact]
    public void A_text_that_does_not_have_its_fingerprint_is_not_believed()
    {
        var json = Encoding.UTF8.GetString(KeptInputs.Pack([inputs]).Single().Bytes)
            .Replace(inputs.Fingerprint.ToString(), Of("two").Fingerprint.ToString(), StringComparison.Ordinal);

        KeptInputs.Read(Encoding.UTF8.GetBytes(json)).ShouldBeEmpty();
    }

    private static ImageInputs Of(string name, int files = 1) => ImageInputs.Of(
        FingerprintInputs.Of(Requests.Full with { Context = new ContextListing(Enumerable.Range(0, files)
            .Select(i => new ContextFile($"{name} {i}", 0b110_100_100, Requests.Sha256))) }), []);
}
