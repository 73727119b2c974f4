namespace KegImages.Tests.Programs;

/// <summary>The build program that tests start.</summary>
internal static class BuildProgram
{
    /// <summary>What names the program that runs the tests: of the same sources, and compiled ahead of time, which halves a
    /// start.</summary>
    private const string Variable = "KEG_TEST_PROGRAM";

    /// <summary>The program's assembly, for <c>dotnet</c>: the one that runs the tests, else that of the same compilation as
    /// they.</summary>
    public static string Path { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } running ? running
        : System.IO.Path.GetFullPath(System.IO.Path.Combine(AppContext.BaseDirectory, "../../_build/debug/_build.dll"));
}
