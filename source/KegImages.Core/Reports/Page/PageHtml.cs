using System.Net;

namespace KegImages.Reports.Page;

/// <summary>A family's page as one file of HTML that needs nothing else and reaches nothing.</summary>
/// <param name="mask">Takes secrets out of a text.</param>
internal sealed class PageHtml(Func<string, string> mask)
{
    private readonly PageSvg svg = new(mask);

    /// <summary>The page.</summary>
    public string Of(PageDocument document)
    {
        var title = Text($"{string.Join(", ", document.Run.Tags)}\u00a0· {document.Run.Provider}");
        var changed = Changed(document.Images);
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{PageAssets.Policy}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{title}</title>
            <style>{PageAssets.Style}</style>
            </head>
            <body>
            <svg class="signs" aria-hidden="true" width="0" height="0">{PageSvg.Symbols}</svg>
            <a class="skip" href="#family">To the family</a>
            <header id="head"><h1>{title}</h1><p class="lead">{Text(document.Run.Sentence)}</p></header>
            <nav id="parts" aria-label="Parts of this page"></nav>
            <main>
            <section id="family" aria-labelledby="family-title"><h2 id="family-title">Family</h2>
            <div id="tools"></div>
            <div class="stage"><div id="view" tabindex="-1">
            {svg.Part(document.Images, "graph-all", PageSvg.Label(document))}
            {(changed.IsEmpty ? "" : svg.Part(changed, "graph-changed", "What changed, and what it is built on"))}
            </div><div id="detail" role="region" hidden aria-labelledby="detail-title"></div></div>
            <div id="legend"></div>
            <div id="list"></div>
            </section>
            <section id="timeline" aria-labelledby="timeline-title"><h2 id="timeline-title">Timeline</h2></section>
            <section id="sizes" aria-labelledby="sizes-title"><h2 id="sizes-title">Sizes</h2></section>
            <section id="history" aria-labelledby="history-title"><h2 id="history-title">History</h2></section>
            <section id="behind" aria-labelledby="behind-title"><h2 id="behind-title">What is behind</h2></section>
            <section id="checks" aria-labelledby="checks-title"><h2 id="checks-title">Tests and findings</h2></section>
            </main>
            <noscript><p>Without scripts, this page is its picture alone; output/report.json has all that it says.</p></noscript>
            <script type="application/json" id="data">{PageText.Shown(document, mask)}</script>
            <script>{PageAssets.Script}</script>
            </body>
            </html>

            """;
    }

    // What was or would be done, or should be, and what it stands on; nothing where that is all or none.
    private static ImmutableArray<PageImage> Changed(ImmutableArray<PageImage> images)
    {
        var byName = images.ToDictionary(image => image.Name, StringComparer.Ordinal);
        var kept = new HashSet<string>(StringComparer.Ordinal);
        foreach (var image in images.Where(image => image.IsChanged))
            Keep(image);
        return kept.Count == 0 || kept.Count == images.Length ? [] : [.. images.Where(image => kept.Contains(image.Name))];

        void Keep(PageImage image)
        {
            if (!kept.Add(image.Name))
                return;
            foreach (var parent in image.Parents.Where(parent => parent.IsMember && byName.ContainsKey(parent.Name)))
                Keep(byName[parent.Name]);
        }
    }

    private string Text(string text) => WebUtility.HtmlEncode(VisibleText.Of(mask(text)));
}
