using KegImages.References;

namespace KegImages.Dockerfiles;

/// <summary>What a stage, a copy or a mount comes from, once names and variables are resolved.</summary>
internal abstract record StageBase
{
    /// <summary>The empty image, or one that could not be resolved and is reported already.</summary>
    public sealed record Nothing : StageBase;

    /// <summary>A name that hangs on variables without a value.</summary>
    /// <param name="CanStand">Whether Docker takes it as it is, as long as the stage is not built.</param>
    public sealed record Lacking(bool CanStand) : StageBase;

    /// <summary>A stage of the same file.</summary>
    public sealed record Stage(int Index) : StageBase;

    /// <summary>A named build context.</summary>
    public sealed record Context(string Name) : StageBase;

    /// <summary>An image.</summary>
    public sealed record Image(ImageReference Reference) : StageBase;
}
