using System.Net;

namespace KegImages.Reports.Page;

/// <summary>A family's page as one file of HTML that needs nothing else and reaches nothing.</summary>
/// <param name="mask">Takes secrets out of a text.</param>
internal sealed class PageHtml(Func<string, string> mask)
{
    private static readonly UTF8Encoding Utf8 = new(false);
    private readonly PageSvg svg = new(mask);

    /// <summary>Writes the page: what it says of ten thousand images is never one text.</summary>
    public void Write(PageDocument document, Stream stream)
    {
        using var writer = new StreamWriter(stream, Utf8, leaveOpen: true);
        writer.Write(Begin(document));
        writer.Flush();
        PageText.WriteShown(document, mask, stream);
        writer.Write(End);
    }

    private string Begin(PageDocument document)
    {
        var title = Text($"{string.Join(", ", document.Run.Tags)}\u00a0· {document.Run.Provider}");
        var (all, changed) = (PagePicture.OfAll(document.Images), PagePicture.OfChanged(document.Images));
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
            {svg.Part(all.Images, "graph-all", PageSvg.Label(document))}
            {(changed.Images.IsEmpty ? "" : svg.Part(changed.Images, "graph-changed", "What changed, and what it is built on"))}
            </div><div id="detail" role="region" hidden aria-labelledby="detail-title"></div></div>
            {(all.Note is { } note ? $"<p class=\"soft small\">{Text(note)}; the list names all.</p>" : "")}
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
            <script type="application/json" id="data">
            """;
    }

    private static string End => $"""
        </script>
        <script>{PageAssets.Script}</script>
        </body>
        </html>

        """;

    private string Text(string text) => WebUtility.HtmlEncode(VisibleText.Of(mask(text)));
}
