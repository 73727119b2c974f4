namespace KegImages.Images;

/// <summary>A file that says how an image is tested.</summary>
/// <param name="Path">Its absolute path.</param>
/// <param name="SaidAt">Where <c>keg.yml</c> names it; null where it lies beside the Dockerfile.</param>
public sealed record TestFilePath(string Path, SourceLocation? SaidAt = null)
{
    /// <summary>What it is called beside a Dockerfile.</summary>
    public const string UsualName = "test.yaml";
}
