using KegImages.Reports.Page;

namespace KegImages.Tests.Reporting.Page.Browser;

/// <summary>The page in a real browser, clicked through: of six images and of hundreds, on a telephone and on a desk, light and dark. What
/// it looks like is kept in <c>output/screenshots</c>.</summary>
public sealed class PageInChromiumTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly string Screenshots = Path.Combine(ThisClone.Root, "output", "screenshots");

    private const string Core = "#graph-all .node[data-image=\"keg-core\"]";

    private static readonly int[] Sizes = [6, 300];
    private static readonly int[] Widths = [400, 1280];
    private static readonly string[] Schemes = ["light", "dark"];

    public static TheoryData<int, int, string> Views =>
        new(from size in Sizes
            from width in Widths
            from scheme in Schemes
            select (size, width, scheme));

    [Theory(Explicit = true)]
    [MemberData(nameof(Views))]
    public async Task The_page_works_reads_well_and_fits(int size, int width, string scheme)
    {
        if (chromium.Lack is { } lack)
            Assert.Skip(lack);
        await using var tab = await DevTools.OpenAsync(chromium.Address, TestContext.Current.CancellationToken);
        var file = await chromium.WriteAsync(PageSamples.Html(PageSamples.Of(size)));
        await tab.SendAsync("Emulation.setDeviceMetricsOverride",
            new { width, height = 900, deviceScaleFactor = 1, mobile = false });
        await tab.SendAsync("Emulation.setEmulatedMedia",
            new
            {
                features = new[]
                {
                    new { name = "prefers-color-scheme", value = scheme },
                    // What scrolls by and by is somewhere else when it is clicked.
                    new { name = "prefers-reduced-motion", value = "reduce" },
                },
            });
        await tab.SendAsync("Page.navigate", new { url = new Uri(file).AbsoluteUri });
        await UntilAsync(tab, "document.readyState === 'complete' && !!document.querySelector('#list table')");

        await FitsAsync(tab);
        await NothingOfAxeAsync(tab, "the page");
        await KeepAsync(tab, $"{size}-{width}-{scheme}");

        // An image of the graph by the mouse: its reason down to the line that changed.
        await tab.ValueAsync($"document.querySelector('{Core}').scrollIntoView({{ block: 'center', inline: 'center' }})");
        await ClickAsync(tab, $"{Core} .card");
        (await TextAsync(tab, "#detail")).ShouldContain("images/core/Dockerfile changed in line 4");
        (await tab.ValueAsync("getComputedStyle(document.querySelector('#graph-all .edge.lit')).stroke"))!.ToString().ShouldNotBe(
            (await tab.ValueAsync("getComputedStyle(document.querySelector('#graph-all .edge:not(.lit)')).stroke"))!.ToString(),
            "what it is built on is led to by a line that stands out");
        await FitsAsync(tab);
        await NothingOfAxeAsync(tab, "an image");
        await KeepAsync(tab, $"{size}-{width}-{scheme}-image");

        // A parent's name leads on, and Escape back to the graph.
        await tab.ValueAsync("document.querySelector('#detail dd .link').click()");
        (await TextAsync(tab, "#detail-title")).ShouldBe("keg-base");
        await KeyAsync(tab, "Escape");
        (await tab.ValueAsync("document.querySelector('#detail').hidden"))!.GetValue<bool>().ShouldBeTrue();
        (await tab.ValueAsync("document.activeElement.dataset.image"))!.ToString().ShouldBe("keg-base");

        // From image to image by arrows, and Enter.
        await KeyAsync(tab, "ArrowDown");
        (await tab.ValueAsync("document.activeElement.dataset.image"))!.ToString().ShouldBe("keg-core");
        await KeyAsync(tab, "Enter");
        (await TextAsync(tab, "#detail-title")).ShouldBe("keg-core");
        await KeyAsync(tab, "Escape");

        // To find, to filter, to look at what changed alone, to zoom.
        await PutAsync(tab, "#search", "herkin", "input");
        (await tab.ValueAsync("document.querySelectorAll('#graph-all .node:not(.dim)').length"))!.GetValue<int>().ShouldBe(1);
        await PutAsync(tab, "#search", "", "input");
        await tab.ValueAsync("document.querySelector('#legend button').click()");
        (await tab.ValueAsync("document.querySelectorAll('#graph-all .node.dim').length"))!.GetValue<int>().ShouldBeGreaterThan(0);
        await tab.ValueAsync("document.querySelector('#legend button').click()");
        await tab.ValueAsync("document.querySelector('.zoom button:last-child').click()");
        (await tab.ValueAsync("document.querySelector('#view').scrollWidth - document.querySelector('#view').clientWidth"))!.GetValue<int>()
            .ShouldBe(0, "Fit shows the whole width");
        await ChangedAloneAsync(tab);

        // All that is folded, unfolded; and each bar of the timeline leads to its image.
        await tab.ValueAsync("for (const fold of document.querySelectorAll('details')) fold.open = true");
        await FitsAsync(tab);
        if (width == Widths[0])
            await NoTableScrollsAsync(tab);
        await NothingOfAxeAsync(tab, "everything unfolded");
        await KeepAsync(tab, $"{size}-{width}-{scheme}-unfolded");
        await tab.ValueAsync("document.querySelector('.bar').click()");
        (await TextAsync(tab, "#detail-title")).ShouldBe("keg-core");

        await DifferencesAsync(tab, PageSamples.Of(size));
        Complaints(tab).ShouldBeEmpty();
        Requests(tab).ShouldBe([new Uri(file).AbsoluteUri]);
    }

    [Fact(Explicit = true)]
    public async Task The_page_prints_with_all_of_its_parts()
    {
        if (chromium.Lack is { } lack)
            Assert.Skip(lack);
        await using var tab = await DevTools.OpenAsync(chromium.Address, TestContext.Current.CancellationToken);
        var file = await chromium.WriteAsync(PageSamples.Html(PageSamples.Six));
        await tab.SendAsync("Page.navigate", new { url = new Uri(file).AbsoluteUri });
        await UntilAsync(tab, "document.readyState === 'complete' && !!document.querySelector('#list table')");

        var answer = await tab.SendAsync("Page.printToPDF", new { printBackground = true });
        var printed = Convert.FromBase64String(answer["data"]!.ToString());

        printed.Length.ShouldBeGreaterThan(20_000);
        Directory.CreateDirectory(Screenshots);
        await File.WriteAllBytesAsync(Path.Combine(Screenshots, "printed.pdf"), printed, TestContext.Current.CancellationToken);
        Complaints(tab).ShouldBeEmpty();
    }

    private static async Task ChangedAloneAsync(DevTools tab)
    {
        if (!(await tab.ValueAsync("!!document.querySelector('#only')"))!.GetValue<bool>())
            return;
        await tab.ValueAsync("document.querySelector('#only').click()");
        (await tab.ValueAsync("getComputedStyle(document.querySelector('#graph-all')).display"))!.ToString().ShouldBe("none");
        var (some, all) = (await tab.ValueAsync("document.querySelectorAll('#graph-changed .node').length"),
            await tab.ValueAsync("document.querySelectorAll('#graph-all .node').length"));
        some!.GetValue<int>().ShouldBeInRange(1, all!.GetValue<int>() - 1);
        await tab.ValueAsync("document.querySelector('#only').click()");
    }

    // The page compares two records by itself: it has to find what the program finds.
    private static async Task DifferencesAsync(DevTools tab, PageDocument document)
    {
        await PutAsync(tab, "#from", "4", "change");
        var shown = (await tab.ValueAsync(
            "[...document.querySelectorAll('#history div[aria-live] tbody tr')].map(row => row.cells[0].textContent)"))!.AsArray().Select(name => name!.ToString());
        var (before, after) = (document.History!.Records[4].Images.ToDictionary(image => image.Name), document.History.Records[0].Images);

        shown.Order().ShouldBe(after.Where(image => !before.TryGetValue(image.Name, out var old) || old.Digest != image.Digest)
            .Select(image => image.Name).Order());
    }

    private static async Task FitsAsync(DevTools tab) =>
        (await tab.ValueAsync("document.documentElement.scrollWidth - document.documentElement.clientWidth"))!.GetValue<int>()
            .ShouldBeLessThanOrEqualTo(0, "the page scrolls sideways");

    // On a telephone a row is a list, which is as wide as the page.
    private static async Task NoTableScrollsAsync(DevTools tab)
    {
        (await tab.ValueAsync("[...document.querySelectorAll('.wide')].filter(box => box.scrollWidth > box.clientWidth)"
            + ".map(box => box.getAttribute('aria-label'))"))!.AsArray().ShouldBeEmpty();
        (await tab.ValueAsync("getComputedStyle(document.querySelector('#history td'), '::before').content"))!.ToString()
            .ShouldBe("\"Commit\"");
    }

    private async Task NothingOfAxeAsync(DevTools tab, string what)
    {
        if (!(await tab.ValueAsync("typeof axe !== 'undefined'"))!.GetValue<bool>())
            await tab.ValueAsync($"{chromium.Axe};true");
        var found = (await tab.ValueAsync(
            "axe.run(document, { resultTypes: ['violations'] }).then(result => result.violations.map(one => one.id + ': '"
            + " + one.nodes.slice(0, 3).map(node => node.target.join(' ') + ' ' + node.failureSummary).join(' | ')))"))!.AsArray().Select(one => one!.ToString());
        found.ShouldBeEmpty(what);
    }

    private static async Task<string> TextAsync(DevTools tab, string selector) =>
        (await tab.ValueAsync($"document.querySelector('{selector}').textContent"))!.ToString();

    private static async Task PutAsync(DevTools tab, string selector, string value, string happens) => await tab.ValueAsync(
        $"(() => {{ const box = document.querySelector('{selector}'); box.value = '{value}'; box.dispatchEvent(new Event('{happens}')); }})()");

    private static async Task ClickAsync(DevTools tab, string selector)
    {
        var at = (await tab.ValueAsync($"(() => {{ const box = document.querySelector('{selector}').getBoundingClientRect();"
            + " return [box.x + box.width / 2, box.y + box.height / 2]; })()"))!.AsArray();
        var (x, y) = (at[0]!.GetValue<double>(), at[1]!.GetValue<double>());
        await tab.SendAsync("Input.dispatchMouseEvent", new { type = "mousePressed", x, y, button = "left", clickCount = 1 });
        await tab.SendAsync("Input.dispatchMouseEvent", new { type = "mouseReleased", x, y, button = "left", clickCount = 1 });
    }

    private static async Task KeyAsync(DevTools tab, string key)
    {
        await tab.SendAsync("Input.dispatchKeyEvent", new { type = "keyDown", key });
        await tab.SendAsync("Input.dispatchKeyEvent", new { type = "keyUp", key });
    }

    private static async Task UntilAsync(DevTools tab, string holds)
    {
        var limit = DateTime.UtcNow.AddMinutes(1);
        while (!(await tab.ValueAsync(holds))!.GetValue<bool>())
        {
            (DateTime.UtcNow < limit).ShouldBeTrue(holds);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private static async Task KeepAsync(DevTools tab, string name)
    {
        Directory.CreateDirectory(Screenshots);
        // A sheet that is fixed to the window's edge is shown as the window shows it.
        var whole = !name.EndsWith("image", StringComparison.Ordinal);
        var shot = await tab.SendAsync("Page.captureScreenshot", new { format = "png", captureBeyondViewport = whole });
        await File.WriteAllBytesAsync(Path.Combine(Screenshots, $"{name}.png"), Convert.FromBase64String(shot["data"]!.ToString()));
    }

    private static IEnumerable<string> Complaints(DevTools tab) => tab.Events
        .Where(happened => happened.Method is "Runtime.exceptionThrown" or "Log.entryAdded"
            || (happened.Method == "Runtime.consoleAPICalled" && happened.Says["type"]!.ToString() is "error" or "warning"))
        .Select(happened => happened.Says.ToJsonString());

    private static IEnumerable<string> Requests(DevTools tab) => tab.Events
        .Where(happened => happened.Method == "Network.requestWillBeSent")
        .Select(happened => happened.Says["request"]!["url"]!.ToString());
}
