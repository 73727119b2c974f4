using KegImages.Explaining;
using KegImages.Fingerprints;
using KegImages.Registry;
using KegImages.Tests.Fingerprints;
using KegImages.Tests.Registry;

namespace KegImages.Tests.Explaining;

public sealed class InputsStoreTests : IDisposable
{
    private readonly FakeRegistry registry = new();
    private readonly RegistryClient client = new(new FakeCredentials());
    private readonly ImageInputs inputs = ImageInputs.Of(FingerprintInputs.Of(Requests.Full), []);

    public void Dispose()
    {
        client.Dispose();
        registry.Dispose();
    }

    [Fact]
    public async Task Inputs_are_kept_by_three_requests_and_read_by_one()
    {
        var store = new InputsStore(client);

        (await store.PutAsync(registry.Repository("tap"), inputs, null, default)).ShouldBeNull();
        registry.Asked.Count.ShouldBe(3);
        registry.Asked.Clear();

        (await store.GetAsync(registry.Repository("tap"), inputs.Fingerprint, default))!.ToString().ShouldBe(inputs.ToString());
        registry.Asked.ShouldHaveSingleItem().ShouldEndWith($"/manifests/{inputs.Fingerprint.ContentTag}.inputs");
    }

    [Fact]
    public async Task Long_inputs_are_a_blob_alone()
    {
        var listing = new ContextListing(Enumerable.Range(0, 2000).Select(i => new ContextFile($"file {i}", 0b110_100_100, Requests.Sha256)));
        var large = ImageInputs.Of(FingerprintInputs.Of(Requests.Full with { Context = listing }), []);
        var store = new InputsStore(client);
        await store.PutAsync(registry.Repository("tap"), large, null, default);
        registry.Asked.Clear();

        (await store.GetAsync(registry.Repository("tap"), large.Fingerprint, default))!.Fingerprint.ShouldBe(large.Fingerprint);
        registry.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_registry_that_refuses_artifacts_says_why_and_has_none()
    {
        registry.RefusesArtifacts = true;
        var store = new InputsStore(client);

        (await store.PutAsync(registry.Repository("tap"), inputs, null, default)).ShouldNotBeNull();
        (await store.GetAsync(registry.Repository("tap"), inputs.Fingerprint, default)).ShouldBeNull();
    }

    [Fact]
    public async Task An_image_under_that_tag_is_no_inputs()
    {
        registry.Add("tap", $"{inputs.Fingerprint.ContentTag}.inputs");

        (await new InputsStore(client).GetAsync(registry.Repository("tap"), inputs.Fingerprint, default)).ShouldBeNull();
    }
}
