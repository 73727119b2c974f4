using KegImages.Configuration;

namespace KegImages.Tests.Configuration;

public sealed class PagesTests
{
    private const string Fence = "```";

    [Theory]
    [InlineData("variants.md", 2)]
    [InlineData("adopting-others.md", 5)]
    public void What_a_page_shows_of_keg_yml_is_read_without_a_problem(string page, int blocks)
    {
        var texts = File.ReadAllText(Path.Combine(ThisClone.Root, "docs", page)).Split($"{Fence}yaml\n")[1..]
            .Select(text => text[..text.IndexOf(Fence, StringComparison.Ordinal)]).ToList();

        texts.Count.ShouldBe(blocks);
        foreach (var text in texts)
        {
            var whole = text.StartsWith("provider:", StringComparison.Ordinal) ? text
                : $"provider: ghcr.io/acme\ngroups: {{ all: {{ folders: [all] }} }}\n{text}";
            KegReader.Read(whole, "keg.yml").Problems.Select(problem => problem.ToString()).ShouldBeEmpty(text);
        }
    }
}
