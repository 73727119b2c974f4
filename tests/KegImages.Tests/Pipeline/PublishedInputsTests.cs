using KegImages.Fingerprints;
using KegImages.Pipeline;
using KegImages.Publishing;
using KegImages.Tests.Fingerprints;

namespace KegImages.Tests.Pipeline;

/// <summary>What images were made of is kept beside their record.</summary>
public sealed class PublishedInputsTests : PublishedFamilyTests
{
    [Fact]
    public async Task Inputs_are_kept_once_and_later_records_name_them()
    {
        var (tap, evf) = (WithInputs("tap"), WithInputs("evf"));
        await PublishAsync("develop", tap, evf);
        var first = (await RecordAsync("develop")).Inputs.ShouldHaveSingleItem();
        Registry.Asked.Clear();

        var changed = WithInputs("evf");
        var search = await SearchAsync("develop", Image("tap"));
        await new FamilyPublication(Client, Provider).PublishAsync(Publication("develop", tap, changed), search.Records, default);

        var record = await RecordAsync("develop");
        record.Find(tap.Name)!.Inputs.ShouldBe(first);
        record.Find(changed.Name)!.Inputs.ShouldNotBeNull().ShouldNotBe(first);
        var blob = await new FamilyRecordStore(Client).InputsAsync(Provider, record.Find(changed.Name)!.Inputs!, default);
        blob.Keys.ShouldBe([changed.Fingerprint!]);
        Registry.Count("POST").ShouldBe(2, "one blob of inputs, and the record's own");
    }

    [Fact]
    public async Task A_new_branch_s_record_names_the_default_tag_s_inputs_and_uploads_none()
    {
        var tap = WithInputs("tap");
        await PublishAsync("develop", tap);
        var search = await SearchAsync("feature/x", Image("tap"));
        Registry.Asked.Clear();

        await new FamilyPublication(Client, Provider).PublishAsync(Publication("feature/x", tap), search.Records, default);

        (await RecordAsync("feature-x")).Inputs.ShouldBe((await RecordAsync("develop")).Inputs);
    }

    [Fact]
    public async Task Where_an_older_blob_of_inputs_is_gone_the_record_is_written_all_the_same()
    {
        var (tap, evf) = (WithInputs("tap"), WithInputs("evf"));
        await PublishAsync("develop", tap, evf);
        Registry.RemoveBlob("keg-family", (await RecordAsync("develop")).Inputs.Single().Digest);

        var search = await SearchAsync("develop", Image("tap"));
        var changed = WithInputs("evf");
        await new FamilyPublication(Client, Provider).PublishAsync(Publication("develop", tap, changed), search.Records, default);

        var record = await RecordAsync("develop");
        record.Find(changed.Name)!.Digest.ShouldBe(changed.Digest);
        record.Inputs.ShouldHaveSingleItem();
    }

    /// <summary>The same, of inputs of its own.</summary>
    private PublishedImage WithInputs(string name)
    {
        var inputs = ImageInputs.Of(FingerprintInputs.Of(Requests.Full with { Target = Guid.NewGuid().ToString("n") }), []);
        return Built(name) with { Inputs = inputs, Fingerprint = inputs.Fingerprint };
    }
}
