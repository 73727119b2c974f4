using KegImages.Pipeline;
using KegImages.Reports.Page;
using KegImages.Tests.Reporting.Page;

namespace KegImages.Tests.Pipeline;

/// <summary>The picture of the family as Mermaid, for a README.</summary>
public sealed class PageMermaidTests
{
    public static TheoryData<PageState> States => [.. Enum.GetValues<PageState>()];

    [Theory]
    [MemberData(nameof(States))]
    public void Each_state_has_a_style_of_its_own_and_none_is_shown_as_another(PageState state)
    {
        var document = PageSamples.Six with { Images = [PageSamples.Six.Images[0] with { State = state, IsCached = false }] };

        var lines = PageMermaid.Of(document);

        var name = state == PageState.Planned ? "build" : state.ToString().ToLowerInvariant();
        lines.ShouldContain(line => line.EndsWith($"]:::{name}", StringComparison.Ordinal));
        lines.ShouldContain(line => line.StartsWith($"  classDef {name} fill:", StringComparison.Ordinal));
    }
}
