namespace KegImages;

/// <summary>How a person starts this program, and where its pages are, for the messages that name the next step.</summary>
public static class ThisProgram
{
    /// <summary>The entry of <see cref="AppContext"/> that says what it is called; it is set before anything else is done.</summary>
    public const string Key = "KegImages.Program";

    /// <summary>The entry of <see cref="AppContext"/> that says in which folder its pages are.</summary>
    public const string PagesKey = "KegImages.Pages";

    /// <summary>The entry of <see cref="AppContext"/> that says what a command needs to mean the same folder.</summary>
    public const string PlaceKey = "KegImages.Place";

    /// <summary>The entry of <see cref="AppContext"/> that says what a command needs to mean the same registry and engine too.</summary>
    public const string WorldKey = "KegImages.World";

    /// <summary>The ways in that a repository of its own has; each of them says which it is.</summary>
    public static readonly ImmutableArray<string> Scripts = ["./build.sh", "./build.ps1", "./build.cmd"];

    /// <summary>What a command that reaches no provider needs to mean the same folder, with a leading space; mostly nothing.</summary>
    public static string SamePlace => AppContext.GetData(PlaceKey) as string ?? "";

    /// <summary>What a command that reaches a provider needs to mean the same folder, registry and engine, with a leading space; mostly
    /// nothing.</summary>
    public static string SameWorld => AppContext.GetData(WorldKey) as string ?? "";

    /// <summary><c>./build.sh</c>, unless the program is called otherwise.</summary>
    public static string Name => AppContext.GetData(Key) as string ?? "./build.sh";

    /// <summary>Where a page is: <c>docs/family.md</c> in this repository; elsewhere the file that came with the program.</summary>
    /// <param name="name">The page, without its extension.</param>
    public static string Page(string name) => $"{AppContext.GetData(PagesKey) as string ?? "docs"}/{name}.md";
}
