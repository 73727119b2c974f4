using KegImages.Pages;
using KegImages.Reports.Page;

namespace KegImages.Pipeline;

/// <summary>The family of a page as Mermaid, which Markdown shows as a picture: for a README, as in the summary of a workflow.</summary>
internal static class PageMermaid
{
    /// <summary>The lines.</summary>
    public static ImmutableArray<string> Of(PageDocument document) => FamilyGraph.Of([.. document.Images.Select(image =>
        new DrawnImage(image.Name, [.. image.Parents.Select(parent => parent.Name)], image switch
        {
            { State: PageState.Planned } => "build",
            { State: PageState.Built, IsCached: true } => "cached",
            _ => PageSvg.NameOf(image.State),
        }))]);
}
