namespace KegImages.Dockerfiles;

/// <summary>What a stage, a copy or a mount comes from, once names and variables are resolved.</summary>
internal abstract record StageBase
{
    /// <summary>The empty image, or one that could not be resolved and is reported already.</summary>
    public sealed record Nothing : StageBase;

    /// <summary>A name that hangs on variables without a value.</summary>
    public sealed record Lacking(bool CanStand) : StageBase;

    public sealed record Stage(int Index) : StageBase;

    public sealed record Context(string Name) : StageBase;

    public sealed record Image(ImageReference Reference) : StageBase;
}
