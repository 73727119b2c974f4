namespace KegImages;

/// <summary>How a person starts this program, and where its pages are, for the messages that name the next step.</summary>
public static class ThisProgram
{
    /// <summary>The entry of <see cref="AppContext"/> that says what it is called; it is set before anything else is done.</summary>
    public const string Key = "KegImages.Program";

    /// <summary>The entry of <see cref="AppContext"/> that says in which folder its pages are.</summary>
    public const string PagesKey = "KegImages.Pages";

    /// <summary><c>./build.sh</c>, unless the program is called otherwise.</summary>
    public static string Name => AppContext.GetData(Key) as string ?? "./build.sh";

    /// <summary>Where a page is: <c>docs/family.md</c> in this repository; elsewhere the file that came with the program.</summary>
    /// <param name="name">The page, without its extension.</param>
    public static string Page(string name) => $"{AppContext.GetData(PagesKey) as string ?? "docs"}/{name}.md";
}
