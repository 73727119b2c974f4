namespace KegImages.Reports.Page;

/// <summary>Writes an image of a page's document.</summary>
internal sealed class PageImageWriter(JsonFields fields)
{
    public void Write(PageImage image)
    {
        fields.Text("name", image.Name);
        fields.Text("repository", image.Repository);
        fields.Text("variant", image.Variant);
        fields.Text("group", image.Group);
        fields.Text("state", PageSvg.NameOf(image.State));
        fields.Text("reason", image.Reason);
        fields.Text("sentence", image.Sentence);
        fields.Each("reasons", image.Reasons, Reason);
        fields.Text("dockerfile", image.Dockerfile);
        fields.Each("parents", image.Parents, Parent);
        fields.Texts("tags", image.Tags);
        fields.Text("content", image.Content);
        fields.Text("digest", image.Digest);
        fields.Number("seconds", image.Seconds);
        fields.Flag("isCached", image.IsCached);
        fields.Object("size", image.Size, Size);
        fields.Texts("failure", image.Failure);
        fields.Text("blockedBy", image.BlockedBy);
        fields.Texts("behind", image.Behind);
        fields.Each("tests", image.Tests, Test);
        fields.Flag("isChanged", image.IsChanged);
        fields.Text("log", image.Log);
    }

    private void Reason(PageReason reason)
    {
        fields.Text("text", reason.Text);
        fields.Each("because", reason.Because, Reason);
        fields.Text("file", reason.File);
        fields.Number("line", reason.Line);
    }

    private void Parent(PageParent parent)
    {
        fields.Text("name", parent.Name);
        fields.Flag("isMember", parent.IsMember);
        fields.Text("place", parent.Place);
        fields.Text("digest", parent.Digest);
    }

    private void Size(PageSize size)
    {
        fields.Number("total", size.Total);
        fields.Number("own", size.Own);
        fields.Number("ownLayers", size.OwnLayers);
        fields.Number("layers", size.Layers);
        fields.Number("before", size.Before);
    }

    private void Test(PageTest test)
    {
        fields.Text("name", test.Name);
        fields.Text("state", test.State);
        fields.Texts("lines", test.Lines);
        fields.Number("seconds", test.Seconds);
    }
}
