using Nuke.Common.Output;

namespace Nuke.Common.Tests.Output;

public sealed class MaskingWriter_tests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 20).Select(_ => Random.Shared.Next())];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Pieces_of_any_size_are_masked_like_the_whole(int seed)
    {
        var random = new Random(seed);
        string[] secrets = [Text(random, 1, 8), Text(random, 1, 8)];
        var text = string.Concat(Enumerable.Range(0, 200).Select(_ => random.Next(4) == 0 ? secrets[random.Next(2)] : Text(random, 1, 4)));
        var inner = new StringWriter();
        var writer = new MaskingWriter(inner);
        foreach (var secret in secrets)
            writer.Hide(secret);

        for (var at = 0; at < text.Length;)
        {
            var length = Math.Min(random.Next(1, 10), text.Length - at);
            writer.Write(text.AsSpan(at, length));
            at += length;
        }

        writer.Complete();
        foreach (var secret in secrets)
            inner.ToString().ShouldNotContain(secret, customMessage: $"seed {seed}");
    }

    [Fact]
    public void What_cannot_become_a_secret_is_written_at_once()
    {
        var inner = new StringWriter();
        var writer = new MaskingWriter(inner);
        writer.Hide("secret");
        writer.Write("42% done, s");
        inner.ToString().ShouldBe("42% done, ");
        writer.Write("o far");
        inner.ToString().ShouldBe("42% done, so far");
        writer.Write(" se");
        writer.Complete();
        inner.ToString().ShouldBe("42% done, so far se");
    }

    [Fact]
    public void A_key_of_many_lines_is_masked_line_by_line_and_its_brackets_are_not()
    {
        var inner = new StringWriter { NewLine = "\n" };
        var writer = new MaskingWriter(inner);
        writer.Hide("{\n  \"key\": \"abc\"\n}");
        writer.WriteLine("first \"key\": \"abc\" and {}");
        writer.Complete();
        inner.ToString().ShouldBe("first *** and {}\n");
    }

    private static string Text(Random random, int shortest, int longest) =>
        string.Concat(Enumerable.Range(0, random.Next(shortest, longest)).Select(_ => "abc"[random.Next(3)]));
}
