namespace KegImages.Components;

/// <summary>The headings under which help shows targets.</summary>
internal static class Topics
{
    public const string Build = "Build and publish";

    public const string Run = "Run taps";

    public const string Look = "Look and ask";

    public const string Sets = "Published sets";

    public const string Make = "Make and change a family";

    public const string Machine = "This machine";
}
