using System.Diagnostics;
using System.Text;
using KegImages.Building;
using KegImages.Documents;
using KegImages.LockedPlans;
using KegImages.Locking;
using KegImages.Publishing;
using KegImages.References;
using KegImages.Registry;
using KegImages.Reports;
using KegImages.Reports.Page;
using KegImages.Running;
using KegImages.Tests.LockedPlans;
using KegImages.Tests.Records;
using KegImages.Tests.Workflows;

namespace KegImages.Tests.Documents;

/// <summary>
/// Every reader of a document from outside, with documents that are wrong in every way: a value or the one error, at once.
/// </summary>
public class OutsideDocumentTests
{
    private static readonly string Digits = $"sha256:{new string('a', 64)}";

    private static readonly string Record = Encoding.UTF8.GetString(FamilyRecordJson.Write(
        Sets.Record("develop", "develop", 'a', new RecordedImage { Name = Sets.Name("tap"), Digest = Digest.Parse(Digits), Size = 5 })));

    private const string PlanFile = "locked-plan.json";

    private static readonly Dictionary<string, (string Right, Action<byte[]> Read)> Readers = new()
    {
        ["manifest"] =
            ("""{"schemaVersion":2,"config":{"mediaType":"c","digest":"{d}","size":1},"layers":[{"mediaType":"l","digest":"{d}","size":2}],"annotations":{"a":"b"}}""",
                json => _ = RegistryManifest.Parse(json, MediaTypes.OciManifest).CompressedSize),
        ["index"] =
            ("""{"schemaVersion":2,"manifests":[{"mediaType":"m","digest":"{d}","size":1,"platform":{"os":"linux","architecture":"amd64"}}]}""",
                json => RegistryManifest.Parse(json, MediaTypes.OciIndex)),
        ["configuration"] =
            ("""{"os":"linux","architecture":"amd64","created":"2026-01-02T03:04:05Z","config":{"Labels":{"a":"b"},"OnBuild":["RUN x"],"ExposedPorts":{"80/tcp":{}}},"rootfs":{"diff_ids":["{d}"]}}""",
                json => ImageConfig.Parse(json)),
        ["record"] = (Record, json => FamilyRecordJson.Read(json)),
        ["metadata"] = ("""{"containerimage.digest":"{d}","containerimage.config.digest":"{d}"}""", json =>
            BuildMetadata.Parse(Encoding.UTF8.GetString(json))),
        ["compose"] =
            ("""{"services":{"tap":{"image":"a","build":null,"ports":[{"target":80,"published":"8080"}],"networks":{"n":null},"environment":{"A":null,"B":"c"}}}}""",
                json => ComposeModel.Parse(Encoding.UTF8.GetString(json), "compose.yml")),
        ["locked plan"] = ("", json => LockedPlanText.Parse(json, PlanFile)),
        ["family report"] =
            ("""{"version":1,"images":[{"image":"tap","state":"built","reason":"r","digest":"{d}","tags":["develop"],"size":1,"seconds":1.5}]}""",
                json => FamilyReport.Parse(Encoding.UTF8.GetString(json))),
        ["timeline"] =
            ("""{"version":1,"images":[{"image":"tap","worker":0,"begun":"2026-01-02T03:04:05Z","ended":null,"steps":[{"text":"a","begun":"2026-01-02T03:04:05Z","ended":null,"isCached":false}]}]}""",
                json => RunTimeline.Parse(Encoding.UTF8.GetString(json))),
        ["kept timeline"] =
            ("""{"begun":"2026-01-02T03:04:05Z","seconds":1,"bars":[{"image":"tap","worker":0,"begin":0,"end":1,"steps":[]}],"critical":["tap"]}""",
                json => PageTimeline.Parse(Encoding.UTF8.GetString(json))),
        ["lock"] = ("""{"version":1,"images":{"node:20":{"digest":"{d}","onBuild":["RUN x"]}}}""", json =>
            KegLock.Parse(Encoding.UTF8.GetString(json))),
        ["kept inputs"] = ("""{"a":"b"}""", json => KeptInputs.Read(json)),
    };

    public static TheoryData<string> Names => [.. Readers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_right_document_is_read(string name)
    {
        var right = Encoding.UTF8.GetBytes(await RightAsync(name));

        Should.NotThrow(() => Readers[name].Read(right));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_wrong_document_is_a_value_or_the_one_error_and_at_once(string name)
    {
        var (right, read) = (await RightAsync(name), Readers[name].Read);
        var bytes = Encoding.UTF8.GetBytes(right);
        foreach (var wrong in Wrong(right).Select(Encoding.UTF8.GetBytes)
            .Concat(Enumerable.Range(0, bytes.Length).SelectMany(at => Broken(bytes, at))))
        {
            var watch = Stopwatch.StartNew();
            try
            {
                read(wrong);
            }
            catch (UnreadableDocumentException exception)
            {
                exception.Place.ShouldStartWith("$");
                exception.Document.ShouldNotBeEmpty();
                exception.Message.ShouldContain(exception.Problem);
            }
            catch (FailedException exception) when (exception.Message.Contains("has version", StringComparison.Ordinal))
            {
                // Of another version: said as such.
            }
            catch (WrongUseException exception) when (name is "locked plan" or "lock")
            {
                // What a person gave: each thing that is wrong with the file's name.
                exception.Problems.ShouldAllBe(problem => problem.Location!.File == (name == "lock" ? KegLock.FileName : PlanFile));
            }

            watch.ElapsedMilliseconds.ShouldBeLessThan(1000, $"{name}: {Encoding.UTF8.GetString(wrong)}");
        }
    }

    [Theory]
    [InlineData("""{"schemaVersion":2,"config":{"mediaType":"c","digest":"{d}","size":1},"layers":[null]}""", "$.layers[0]")]
    [InlineData("""{"schemaVersion":2,"config":{"mediaType":"c","digest":"{d}","size":9223372036854775808},"layers":[]}""",
        "$.config.size")]
    [InlineData("""{"schemaVersion":2,"config":{"mediaType":"c","digest":"{d}","size":-1},"layers":[]}""", "$.config.size")]
    [InlineData("""{"schemaVersion":2,"config":{"mediaType":"c","digest":"md5:00","size":1},"layers":[]}""", "$.config.digest")]
    [InlineData("""{"schemaVersion":2,"config":{"mediaType":"c","digest":"{d}","size":1},"layers":[],"annotations":{"a":null}}""",
        "$.annotations.a")]
    [InlineData("""{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}""", "$.mediaType")]
    [InlineData("""{"schemaVersion":2,"config":{"mediaType":"c","digest":"{d}","size":1},"layers":[],"manifests":[]}""", "$")]
    [InlineData("""{"schemaVersion":2,"config":{"mediaType":"\ud800","digest":"{d}","size":1},"layers":[]}""", "$.config.mediaType")]
    public void A_manifest_s_error_names_its_place(string json, string place)
    {
        var error =
            Should.Throw<UnreadableDocumentException>(() =>
            RegistryManifest.Parse(Encoding.UTF8.GetBytes(json.Replace("{d}", Digits, StringComparison.Ordinal)), MediaTypes.OciManifest,
            "the manifest of host/app:tag"));

        error.Place.ShouldBe(place);
        error.Message.ShouldStartWith("the manifest of host/app:tag cannot be read: ");
    }

    [Theory]
    [InlineData("\"images\":[", "\"images\":null,\"x\":[", "$.images")]
    [InlineData("\"images\":[", "\"images\":[null,", "$.images[0]")]
    [InlineData("\"name\":\"tap\"", "\"name\":\"../tap\"", "$.images[0].name")]
    [InlineData("\"tag\":\"develop\"", "\"tag\":7", "$.tag")]
    [InlineData("\"size\":5", "\"size\":99999999999999999999", "$.images[0].size")]
    public void A_record_s_error_names_its_place(string right, string wrong, string place) =>
        Should.Throw<UnreadableDocumentException>(() =>
            FamilyRecordJson.Read(Encoding.UTF8.GetBytes(Record.Replace(right, wrong, StringComparison.Ordinal)))).Place.ShouldBe(place);

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    [InlineData("not an address")]
    public void A_record_s_source_is_an_address_of_the_web(string source) =>
        Should.Throw<UnreadableDocumentException>(() =>
            FamilyRecordJson.Read(
            Encoding.UTF8.GetBytes(Record.Replace("{\"version\":1,", $"{{\"version\":1,\"source\":\"{source}\",", StringComparison.Ordinal)
            .Replace(",\"source\":\"https://example.com/example/taps\"", "", StringComparison.Ordinal)))).Place.ShouldBe("$.source");

    [Theory]
    [InlineData("""{"version":1,"images":{"node:20":null}}""")]
    [InlineData("""{"version":1,"images":null}""")]
    [InlineData("""{"version":1,"images":{"node:20":{"digest":"x","onBuild":[null]}}}""")]
    [InlineData("""{"version":9999999999,"images":{}}""")]
    [InlineData("null")]
    public void A_lock_that_is_none_is_named_with_its_line(string json) =>
        Should.Throw<WrongUseException>(() => KegLock.Parse(json)).Problems[0].Location.ShouldBe(new SourceLocation(KegLock.FileName, 1));

    [Fact]
    public void A_list_that_a_document_leaves_out_is_named() =>
        Should.Throw<UnreadableDocumentException>(() => PageTimeline.Parse("""{"begun":"2026-01-02T03:04:05Z","seconds":1,"bars":[]}"""))
            .Place.ShouldBe("$.critical");

    [Fact]
    public void A_name_that_is_no_Unicode_is_found_out_where_the_document_is_read() =>
        Should.Throw<UnreadableDocumentException>(() => new OutsideDocument("x").ReadObject([.. "{\""u8, 0xff, .. "\":1}"u8]))
            .Problem.ShouldBe("it holds text that is no Unicode");

    [Fact]
    public void A_form_that_takes_null_is_refused() =>
        Should.Throw<ArgumentException>(() =>
            new OutsideDocument("x").Read("{}", KegImages.Workflows.PlanOutputContext.Default.MatrixJobArray));

    private static async Task<string> RightAsync(string name)
    {
        if (name != "locked plan")
            return Readers[name].Right.Replace("{d}", Digits, StringComparison.Ordinal);
        var family = (await Families.LoadAsync(Families.One)).Family;
        return LockedPlanText.Of(SampleLock.Of(family, family.Images));
    }

    private static IEnumerable<string> Wrong(string right) =>
    [
        "", " ", "null", "[]", "{}", "1", "\"x\"", "[null]", "{", right + "x", right + right, new string('[', 5_000),
            string.Concat(Enumerable.Repeat("{\"config\":", 5_000)),
        right.Replace(':' + "null", ":{}", StringComparison.Ordinal), right.Replace("\"a\"", "\"\\ud800\"", StringComparison.Ordinal),
        right.Replace("[", "[null,", StringComparison.Ordinal), right.Replace("{", "{\"x\":\"\\udfff\",", StringComparison.Ordinal),
            right.Replace("[", "[[],", StringComparison.Ordinal),
        right.Replace("1", "1e999", StringComparison.Ordinal), right.Replace("1", "99999999999999999999", StringComparison.Ordinal),
            right.Replace("sha256", "sha1", StringComparison.Ordinal),
        right.Replace("2026-01", "9999-99", StringComparison.Ordinal), "\ufeff" + right,
    ];

    private static IEnumerable<byte[]> Broken(byte[] right, int at)
    {
        yield return right[..at];
        yield return [.. right[..at], 0xff, .. right[(at + 1)..]];
        yield return [.. right[..at], .. right[(at + 1)..]];
        yield return [.. right[..at], .. "null"u8, .. right[at..]];
    }
}
