using KegImages.Fingerprints;
using KegImages.Publishing;
using KegImages.References;
using KegImages.Revisions;

namespace KegImages.Tests.Records;

/// <summary>Makes recorded sets by hand.</summary>
internal static class Sets
{
    public static readonly Provider Provider = Provider.Parse("registry.example/keg");

    public static readonly DateTimeOffset Now = new(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);

    public static ImageName Name(string name) => ImageName.Parse(name);

    public static Digest DigestOf(string text) => Digest.Of(System.Text.Encoding.UTF8.GetBytes(text));

    public static Fingerprint Print(string text) => Fingerprint.Parse($"fp1:{DigestOf(text).Encoded}");

    public static ImageReference Pinned(string name, string content) => Provider.Of(Name(name)).At(DigestOf(content));

    public static CommitId Commit(char digit) => CommitId.Parse(new string(digit, 40));

    public static RecordedImage Image(string name, string content, long size = 1_000_000, string? inputs = null,
        params ImageReference[] parents) => new()
    {
        Name = Name(name),
        Digest = DigestOf(content),
        Fingerprint = Print(inputs ?? content),
        Parents = [.. parents],
        Commit = Commit('c'),
        CommitTime = Now - TimeSpan.FromDays(3.5),
        Size = size,
    };

    public static FamilyRecord Record(string tag, string branch, char commit, params RecordedImage[] images) => new()
    {
        Tag = Tag.Parse(tag),
        Branch = BranchName.Parse(branch),
        Commit = Commit(commit),
        CommitTime = Now - TimeSpan.FromHours(5.9),
        Images = [.. images],
    };

    public static string Text(IEnumerable<string> lines) => string.Join('\n', lines) + "\n";
}
