using KegImages.Reports.Page;

namespace KegImages.Tests.Reporting.Page;

public sealed class PagePictureTests
{
    private const int Many = PagePicture.MostDrawn * 4;

    [Fact]
    public void Up_to_its_bound_a_picture_shows_all_and_says_nothing_of_it()
    {
        var picture = PagePicture.OfAll([.. Family(PagePicture.MostDrawn)]);

        picture.Images.Length.ShouldBe(PagePicture.MostDrawn);
        picture.Note.ShouldBeNull();
    }

    [Fact]
    public void Beyond_it_what_changes_is_drawn_with_all_that_it_stands_on_and_the_rest_is_counted()
    {
        var picture = PagePicture.OfAll([.. Family(Many, $"tap-{Many - 1}")]);

        var drawn = picture.Images.Select(image => image.Name).ToHashSet();
        drawn.Count.ShouldBe(PagePicture.MostDrawn);
        drawn.ShouldContain($"tap-{Many - 1}");
        picture.Images.ShouldAllBe(image => image.Parents.All(parent => drawn.Contains(parent.Name)));
        drawn.Count(name => name.StartsWith("hub", StringComparison.Ordinal)).ShouldBe(10);
        picture.Note.ShouldBe("500 of 2000 images are drawn: first what changes, then what others stand on");
    }

    [Fact]
    public void What_changes_is_drawn_up_to_the_same_bound()
    {
        var some = PagePicture.OfChanged([.. Family(Many, "tap-77")]);
        some.Images.Select(image => image.Name).ShouldBe(["base", "hub-7", "tap-77"]);
        some.Note.ShouldBeNull();

        PagePicture.OfChanged([.. Family(Many, [.. Enumerable.Range(600, 900).Select(i => $"tap-{i}")])]).Images.Length
            .ShouldBe(PagePicture.MostDrawn);
        PagePicture.OfChanged([.. Family(Many)]).Images.ShouldBeEmpty();
    }

    [Fact]
    public void A_page_of_thousands_says_what_it_draws_and_has_the_document_of_all()
    {
        var page = PageSamples.Html(PageSamples.Six with { Images = [.. Family(Many)] });

        page.ShouldContain("500 of 2000 images are drawn: first what changes, then what others stand on; the list names all.");
        new PageSvg(text => text).File(PageSamples.Six with { Images = [.. Family(Many)] })
            .ShouldContain("<title>500 of 2000 images are drawn: first what changes, then what others stand on</title>");
        page.Split("role=\"button\"").Length.ShouldBe(PagePicture.MostDrawn + 1);
        page.ShouldContain($"\"name\":\"tap-{Many - 1}\"");
    }

    // A base, ten hubs on it, and taps on the hubs in turn.
    private static IEnumerable<PageImage> Family(int size, params string[] changed) => Enumerable.Range(0, size).Select(i =>
    {
        var (name, parent) = i == 0 ? ("base", null) : i <= 10 ? ($"hub-{i % 10}", "base") : ($"tap-{i}", $"hub-{i % 10}");
        return PageSamples.Six.Images[0] with
        {
            Name = name,
            State = changed.Contains(name) ? PageState.Planned : PageState.Reused,
            Parents = parent is null ? [] : [new PageParent(parent, true, parent)],
        };
    });
}
