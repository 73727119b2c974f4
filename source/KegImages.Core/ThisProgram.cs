namespace KegImages;

/// <summary>How a person starts this program, for the messages that name the next command.</summary>
public static class ThisProgram
{
    /// <summary>The entry of <see cref="AppContext"/> that says it; it is set before anything else is done.</summary>
    public const string Key = "KegImages.Program";

    /// <summary><c>./build.sh</c>, unless the program is called otherwise.</summary>
    public static string Name => AppContext.GetData(Key) as string ?? "./build.sh";
}
