namespace KegImages.Configuration;

/// <summary>A folder that a pattern matched: <c>x/container</c> where <c>x</c> has one with a Dockerfile or <c>values.yml</c>, else the
/// folder itself; together with the one Dockerfile in it that is meant.</summary>
/// <param name="Dockerfile">The Dockerfile's text; null when there is none.</param>
/// <param name="Values">What its <c>values.yml</c> says; null when there is none.</param>
/// <param name="Problems">What is wrong with its <c>values.yml</c>.</param>
internal sealed record ImageFolder(string Path, string? Dockerfile, ImageValues? Values, IReadOnlyList<Problem> Problems)
{
    internal const string ContainerName = "container";
    internal const string DockerfileName = Dockerfiles.DockerfileName.Usual;

    /// <summary>What the Dockerfile is called.</summary>
    public string FileName { get; init; } = DockerfileName;

    /// <summary>What a pattern that means files has the image be called by.</summary>
    public string? CalledBy { get; init; }

    /// <summary>Other Dockerfiles of a folder that has none of the usual name, by their names.</summary>
    public ImmutableArray<string> Others { get; init; } = [];

    /// <summary>The build context where nothing else is said: the folder above <c>container</c>, or the folder itself.</summary>
    public string Context => System.IO.Path.GetFileName(Path) == ContainerName ? System.IO.Path.GetDirectoryName(Path)! : Path;

    /// <summary>The image's name where nothing else is said.</summary>
    public string Name => CalledBy ?? System.IO.Path.GetFileName(Context);

    public string DockerfilePath => System.IO.Path.Combine(Path, FileName);

    /// <summary>The path of its <c>values.yml</c>.</summary>
    public string ValuesPath => System.IO.Path.Combine(Path, ImageValues.FileName);

    /// <summary>The path of the file that says how its images are tested, where nothing else is said.</summary>
    public string TestsPath => System.IO.Path.Combine(Path, TestFilePath.UsualName);

    /// <summary>Whether there is that file.</summary>
    public bool HasTests { get; init; }

    /// <summary>Whether the Dockerfile is called as a folder's one is.</summary>
    public bool IsUsual => FileName == DockerfileName;
}
