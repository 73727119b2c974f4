using System.Text;
using KegImages.Building;

namespace KegImages.Tests.Building;

public sealed class RawJsonReaderTests
{
    [Fact]
    public void A_build_is_read_with_its_instructions_in_the_order_in_which_they_end()
    {
        var ended = Sample.Events("built").OfType<VertexChanged>().Select(happened => happened.Vertex)
            .Where(vertex => vertex.IsInstruction && vertex.Completed is not null);

        ended.Select(vertex => $"{vertex.Number} {vertex.Work}").ShouldBe([
            "2/4 RUN echo one; printf 'two '; sleep 0.3; echo three", "3/4 COPY file /file", "4/4 RUN seq 3 && printf 'no end'"]);
    }

    [Fact]
    public void Log_lines_are_put_together_from_their_pieces()
    {
        Sample.Events("built").OfType<VertexLogged>().Select(log => log.Line).ShouldBe(["one", "two three", "1", "2", "3", "no end"]);
    }

    [Fact]
    public void Bytes_of_a_push_are_counted()
    {
        Sample.Events("built").OfType<VertexProgressed>()
            .ShouldContain(progress => progress.Id.StartsWith("pushing layer", StringComparison.Ordinal) && progress.IsCompleted);
    }

    [Theory]
    [InlineData("built", false)]
    [InlineData("cached", true)]
    public void A_build_is_cached_when_all_its_instructions_are(string sample, bool cached) => Sample.Log(sample).IsCached.ShouldBe(cached);

    [Fact]
    public void Text_after_the_documents_is_text()
    {
        Sample.Events("parse-error").OfType<PlainLine>()
            .Last().Text.ShouldBe(
                "ERROR: failed to solve: dockerfile parse error on line 2: unknown instruction: RUNN (did you mean RUN?)");
    }

    [Theory]
    [InlineData("{ this is not JSON }")]
    [InlineData("{")]
    [InlineData("error: \"quoted { brace\"")]
    [InlineData("""{"logs":[null]}""")]
    [InlineData("""{"logs":[{"data":"eA=="}]}""")]
    [InlineData("""{"vertexes":[{"name":"x"}]}""")]
    [InlineData("""{"vertexes":[{"digest":7}]}""")]
    [InlineData("""{"statuses":[{"id":"x"}]}""")]
    [InlineData("""{"warnings":[{"vertex":"x","range":[null]}]}""")]
    [InlineData("""{"vertexes":{}}""")]
    [InlineData("""{"logs":[{"vertex":"x","data":"not base64"}]}""")]
    public void Text_that_looks_like_a_document_is_not_lost(string line)
    {
        var reader = new RawJsonReader();

        BuildKitEvent[] events = [.. reader.Read(line), .. reader.Complete()];

        events.ShouldBe([new PlainLine(line)]);
    }

    [Theory]
    [InlineData("{", 100_000)]
    [InlineData("{\"a\":", 100_000)]
    [InlineData("{\"", 100_000)]
    [InlineData("{}", 10_000)]
    public void Whatever_is_repeated_is_text_soon(string piece, int times)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var reader = new RawJsonReader();

        var events = Enumerable.Repeat(string.Concat(Enumerable.Repeat(piece, times)), 60).SelectMany(line => reader.Read(line)).ToList();
        events.AddRange(reader.Complete());

        events.OfType<PlainLine>().Count().ShouldBe(60);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_document_on_one_line_is_read_like_one_on_many()
    {
        var read = new RawJsonReader().Read("""{"vertexes":[{"digest":"sha256:1","name":"a } \" { b"}]}""");

        read.ShouldBe([new VertexChanged(new Vertex("sha256:1", "a } \" { b"))]);
    }

    [Fact]
    public void Unknown_properties_of_a_later_BuildKit_are_passed_over()
    {
        new RawJsonReader().Read(
            """{"new":{"a":[1]},"vertexes":[{"digest":"sha256:1","name":"x","progressGroup":{"id":"1"}}]}""").Length.ShouldBe(1);
    }

    [Fact]
    public void A_warning_has_its_text_and_line()
    {
        var text = Convert.ToBase64String("FromAsCasing: 'as' and 'FROM' keywords' casing do not match"u8);

        new RawJsonReader().Read(
            $$$"""{"warnings":[{"vertex":"sha256:1","level":1,"short":"{{{text}}}","range":[{"start":{"line":3},"end":{"line":3}}]}]}""")
            .ShouldBe([new VertexWarned("sha256:1", "FromAsCasing: 'as' and 'FROM' keywords' casing do not match", 3)]);
    }

    [Fact]
    public void A_character_cut_in_two_and_a_progress_bar_are_shown_as_a_terminal_would()
    {
        var reader = new RawJsonReader();
        var bytes = Encoding.UTF8.GetBytes("10%\r100% \u001b[32mdone\u001b[0m é\r\nnext");
        var cut = bytes.AsSpan().IndexOf((byte)0xC3) + 1;

        BuildKitEvent[] events = [.. reader.Read(Log(bytes[..cut])), .. reader.Read(Log(bytes[cut..])), .. reader.Complete()];

        events.ShouldBe([new VertexLogged("sha256:1", "100% done é"), new VertexLogged("sha256:1", "next")]);

        static string Log(byte[] data) => $$$"""{"logs":[{"vertex":"sha256:1","stream":1,"data":"{{{Convert.ToBase64String(data)}}}"}]}""";
    }

    [Fact]
    public void Any_text_cut_anywhere_gives_the_same_lines()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            var lines = Enumerable.Range(0, random.Next(1, 6))
                .Select(_ => string.Concat(Enumerable.Range(0, random.Next(0, 8)).Select(_ => "aé漢😀 "[random.Next(3)]))).ToArray();
            var data = Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");
            var reader = new RawJsonReader();
            var read = new List<BuildKitEvent>();
            for (int at = 0, length; at < data.Length; at += length)
            {
                length = random.Next(1, Math.Min(5, data.Length - at) + 1);
                read.AddRange(reader.Read($$$"""{"logs":[{"vertex":"v","data":"{{{Convert.ToBase64String(data, at, length)}}}"}]}"""));
            }

            read.OfType<VertexLogged>().Select(log => log.Line).ShouldBe(lines, $"seed {seed}, round {round}");
            reader.Complete().ShouldBeEmpty();
        }
    }
}
