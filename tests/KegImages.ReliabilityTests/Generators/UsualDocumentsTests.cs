using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CsCheck;
using KegImages.Documents;
using KegImages.Publishing;
using KegImages.Registry;

namespace KegImages.ReliabilityTests.Generators;

/// <summary>What is read member by member is what the strict reader reads, and nothing that it refuses.</summary>
public sealed class UsualDocumentsTests
{
    private const int Many = 1_000;

    [Fact]
    public void Records_and_manifests_as_they_are_written_are_usual()
    {
        UsualRecord.Read(Bytes(Samples.Record)).ShouldNotBeNull();
        UsualRecord.ReadShard(Bytes(Samples.RecordShard)).ShouldNotBeNull();
        UsualManifest.Read(Bytes(Samples.Manifest)).ShouldNotBeNull();
        UsualManifest.Read(Bytes(Samples.Index)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("""{"version":1,"tag":"develop","images":[],"hold":{"kind":"restore","at":"2026-01-02T03:04:05Z","by":"a"}}""", true)]
    [InlineData("""{"version":1,"tag":"develop","images":[]}""", true)]
    [InlineData("""{"version":1,"tag":"develop","images":[],"new":1}""", false)]
    [InlineData("""{"version":1,"tag":"develop","images":[],"branch":null}""", false)]
    [InlineData("""{"version":1,"tag":"develop","images":[],"version":1}""", false)]
    [InlineData("""{"version":1,"tag":"develop"}""", false)]
    [InlineData("""{"version":1,"tag":"a b","images":[]}""", false)]
    [InlineData("""{"version":1,"tag":"develop","images":[]} {}""", false)]
    [InlineData("""{"version":1,"tag":"develop","images":[]""", false)]
    [InlineData("", false)]
    public void Whatever_is_not_as_we_write_it_is_left_to_the_strict_reader(string record, bool isUsual) =>
        (UsualRecord.Read(Bytes(record)) is not null).ShouldBe(isUsual);

    [Fact]
    public void Whatever_happens_to_a_record_both_read_the_same() =>
        Same(Readers.All.Single(reader => reader.Name == "records"), json => UsualRecord.Read(json),
            RecordJsonContext.Default.RecordDocument);

    [Fact]
    public void Whatever_happens_to_a_shard_both_read_the_same() =>
        Same(Readers.All.Single(reader => reader.Name == "record shards"), json => UsualRecord.ReadShard(json),
            RecordJsonContext.Default.RecordShardDocument);

    [Fact]
    public void Whatever_happens_to_a_manifest_both_read_the_same() =>
        Same(Readers.All.Single(reader => reader.Name == "manifests"), json => UsualManifest.Read(json),
            RegistryJson.Default.ManifestDocument);

    private static void Same<T>(Reader reader, Func<byte[], T?> usual, JsonTypeInfo<T> form)
        where T : class
    {
        var both = 0;
        Inputs.For(reader).Sample(input =>
        {
            if (usual(input) is not { } value)
                return;
            Interlocked.Increment(ref both);
            var strict = new OutsideDocument("a document").Read(input, form);
            JsonSerializer.Serialize(value, form).ShouldBe(JsonSerializer.Serialize(strict, form), Encoding.UTF8.GetString(input));
        }, iter: Many, threads: 1);
        both.ShouldBeGreaterThan(Many / 50, "else nothing was compared");
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
