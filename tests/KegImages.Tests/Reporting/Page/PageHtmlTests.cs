using System.Text.Json;
using KegImages.Reports.Page;

namespace KegImages.Tests.Reporting.Page;

/// <summary>The page of a family as a file: one, closed in itself, and whatever stands in a name stays text.</summary>
public sealed class PageHtmlTests
{
    private static readonly string Page = PageSamples.Html(PageSamples.Six);

    [Fact]
    public void The_page_reaches_nothing_and_runs_nothing_but_its_own()
    {
        Page.ShouldContain("default-src 'none'; style-src 'sha256-");
        Page.ShouldNotContain("unsafe-inline");
        Page.ShouldNotContain("src=\"");
        Page.ShouldNotContain("@import");
        Page.ShouldNotContain("url(");
        Page.ShouldNotContain("style=\"", Case.Insensitive, "a policy of hashes refuses style in attributes");
        Page.ShouldNotContain(" onclick=");
    }

    [Fact]
    public void Nothing_that_a_name_or_a_log_holds_ends_where_it_stands()
    {
        Count("<script").ShouldBe(2);
        Count("</script>").ShouldBe(2);
        Count("<!--").ShouldBe(0);
        Page.ShouldNotContain('\u202e');
        Page.ShouldNotContain('\u2028');
    }

    [Fact]
    public void The_document_in_the_page_is_the_one_for_machines_with_hidden_characters_written_out()
    {
        var json = Page.Split("<script type=\"application/json\" id=\"data\">")[1].Split("</script>")[0];

        var read = JsonSerializer.Deserialize(json, PageContext.Default.PageDocument)!;

        read.Images.Select(image => image.Name).ShouldBe(PageSamples.Six.Images.Select(image => image.Name));
        read.Run.Notes[1].ShouldBe(PageSamples.Hostile.Replace("\u2028", "\\u2028").Replace("\u202e", "\\u202e"));
    }

    [Fact]
    public void What_is_read_again_from_the_file_for_machines_is_what_was_written()
    {
        var read = PageDocument.Parse(PageSamples.ThreeHundred.ToJson());

        read.ToJson().ShouldBe(PageSamples.ThreeHundred.ToJson());
        read.Run.Notes[1].ShouldBe(PageSamples.Hostile);
    }

    [Fact]
    public void No_secret_is_in_page_or_picture_and_the_script_is_whole_all_the_same()
    {
        Func<string, string> mask = text => text.Replace("const", "***").Replace("keg-core", "***");

        var page = PageSamples.Html(PageSamples.Six, mask);

        page.ShouldNotContain("keg-core");
        page.ShouldContain("const data = JSON.parse");
        new PageSvg(mask).File(PageSamples.Six).ShouldNotContain("keg-core");
    }

    [Fact]
    public void Every_image_is_a_button_with_a_name_and_a_state_in_words()
    {
        foreach (var image in PageSamples.Six.Images)
            Page.ShouldContain($"data-image=\"{image.Name}\" role=\"button\"");
        Page.ShouldContain("aria-label=\"keg-core, built, 33.0s\"");
        Page.ShouldContain("aria-label=\"tap, built, from the cache\"");
    }

    [Fact]
    public void What_changed_is_drawn_once_more_alone_where_it_is_not_everything()
    {
        PageSamples.Html(PageSamples.ThreeHundred).ShouldContain("id=\"graph-changed\"");
        PageSamples.Html(PageSamples.Six with
        {
            Images = [.. PageSamples.Six.Images.Select(image => image with { State = PageState.Reused })],
        }).ShouldNotContain("id=\"graph-changed\"");
    }

    [Fact]
    public void The_picture_is_well_formed_and_stands_alone()
    {
        var picture = System.Xml.Linq.XDocument.Parse(new PageSvg(text => text).File(PageSamples.Six));

        picture.Root!.Name.ShouldBe(System.Xml.Linq.XName.Get("svg", "http://www.w3.org/2000/svg"));
        picture.Descendants().Count(element => element.Attribute("data-image") is not null).ShouldBe(6);
    }

    private static int Count(string text) => Page.Split(text, StringSplitOptions.None).Length - 1;
}
