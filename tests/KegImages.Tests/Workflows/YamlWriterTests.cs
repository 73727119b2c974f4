using KegImages.Workflows;
using YamlDotNet.RepresentationModel;

namespace KegImages.Tests.Workflows;

public sealed class YamlWriterTests
{
    private static readonly string[] Pieces =
        ["a", "b", " ", ": ", ":", " #", "#", "'", "\"", "{", "}", "[", "]", ",", "&", "*", "!", "|", ">", "%", "@", "`", "-", "- ", "?",
            "=", "~", "true", "no", "1", "1.5", "1e3", "0x1f", "${{ x }}", "/", "\\", "é"];

    [Fact]
    public void Whatever_is_written_is_read_again()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var i = 0; i < 2000; i++)
        {
            var texts = Enumerable.Range(0, 3).Select(_ => string.Concat(random.GetItems(Pieces, random.Next(5)))).ToArray();
            var written = YamlWriter.Write(Yaml.Map(("one", texts[0]), ("list", Yaml.List(texts[1], texts[2])),
                ("items", Yaml.List(Yaml.Map(("in", texts[1]), ("script", new YamlLines("a: b\n\n  c")))))));

            var root = Read(written);
            var context = $"seed {seed}: {written}";
            ((YamlScalarNode)root["one"]).Value.ShouldBe(texts[0], context);
            ((YamlSequenceNode)root["list"]).Select(item => ((YamlScalarNode)item).Value).ShouldBe(texts[1..], context);
            ((YamlScalarNode)root["items"][0]["in"]).Value.ShouldBe(texts[1], context);
            ((YamlScalarNode)root["items"][0]["script"]).Value.ShouldBe("a: b\n\n  c\n", context);
        }
    }

    [Theory]
    [InlineData("plain words", "plain words")]
    [InlineData("true", "'true'")]
    [InlineData("on", "'on'")]
    [InlineData("17 4 * * *", "17 4 * * *")]
    [InlineData("1", "'1'")]
    [InlineData("it's", "it's")]
    [InlineData("'it'", "'''it'''")]
    [InlineData("${{ github.ref }}", "${{ github.ref }}")]
    [InlineData("a: b", "'a: b'")]
    [InlineData("", "''")]
    public void Text_is_quoted_only_where_it_would_be_read_as_something_else(string text, string written) =>
        YamlWriter.Write(Yaml.Map(("key", text))).ShouldBe($"key: {written}\n");

    private static YamlNode Read(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents.Single().RootNode;
    }
}
