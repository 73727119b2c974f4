namespace KegImages.Registry;

/// <summary>Gathers a repository's tags page by page, and notices what makes less than all of it.</summary>
internal sealed class TagPages(ImageReference repository)
{
    private const int MostPages = 2_000;
    private const int MostTags = 200_000;

    private readonly SortedDictionary<string, Tag> tags = new(StringComparer.Ordinal);
    private readonly HashSet<Uri> visited = [];
    private bool isNull;
    private string? gap;

    public TagListing Listing => isNull && gap is null ? TagListing.Null(repository) : new TagListing(repository, [.. tags.Values], gap);

    public bool HasBegun => visited.Count > 0;

    public void BreakOff(string why) => gap ??= why;

    /// <returns>Where it goes on; null at its end, or where that is not known.</returns>
    /// <exception cref="UnreadableDocumentException">It is no list of tags.</exception>
    public Uri? Add(RegistryResponse page)
    {
        var listed = new OutsideDocument($"the list of tags at {page.Address}").Read(page.Body, RegistryJson.Default.TagsDocument);
        visited.Add(page.Address);
        var next = NextLink.Of(page.HeaderValues("Link"), page.Address);
        var before = tags.Count;
        foreach (var text in listed.Tags ?? [])
        {
            if (Tag.TryParse(text, out var tag))
                tags[text] = tag;
            else
                BreakOff($"'{text}' in it is no tag");
        }

        isNull = listed.Tags is null && !HasMore(next);
        if (next.Problem is { } problem)
            BreakOff(problem);
        else if (page.Header("Content-Type")?.Contains("json", StringComparison.OrdinalIgnoreCase) != true)
            BreakOff($"it is of the type '{page.Header("Content-Type")}'");
        else if (listed.Tags is null && HasMore(next))
            BreakOff("a page of it is null");
        else if (listed.Name is { } name && !IsOurs(name))
            BreakOff($"it is that of '{name}'");
        if (next.Page is null)
            return null;
        if (visited.Contains(next.Page) || (listed.Tags is { Length: > 0 } && tags.Count == before))
            BreakOff("its pages repeat themselves");
        else if (visited.Count >= MostPages || tags.Count > MostTags)
            BreakOff($"it has no end after {visited.Count} pages with {tags.Count} tags");
        return gap is null ? next.Page : null;
    }

    private bool HasMore(NextLink next) => next.Page is not null || visited.Count > 1;

    // A registry behind another may call it by a longer or a shorter path.
    private bool IsOurs(string name) => name == repository.Repository
        || name.EndsWith($"/{repository.Repository}", StringComparison.Ordinal)
            || repository.Repository.EndsWith($"/{name}", StringComparison.Ordinal);
}
