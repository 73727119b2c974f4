using System.Collections.Immutable;
using KegImages.Configuration;
using KegImages.Dockerfiles;
using KegImages.Images;
using KegImages.Secrets;

namespace KegImages.Linting;

/// <summary>One image as the rules see it.</summary>
/// <param name="Image">The image.</param>
/// <param name="Files">The files of its folder.</param>
/// <param name="Model">The family.</param>
/// <param name="Stages">Its stages, in order, with what they inherit.</param>
internal sealed record LintSubject(Image Image, ImageFiles Files, FamilyModel Model, ImmutableArray<StageState> Stages)
{
    /// <summary>Every instruction of the Dockerfile, what ONBUILD keeps in its place.</summary>
    public IEnumerable<DockerfileInstruction> Instructions =>
        Image.Dockerfile.Instructions.Select(instruction => instruction.Trigger ?? instruction);

    /// <summary>The stage that is built.</summary>
    public StageState Target => StageStates.TargetOf(Image, Stages);

    /// <summary>Whether a build arg or variable of this name holds a secret.</summary>
    public bool IsSecret(string name) => SecretArguments.IsSecret(name, Image, Model.Settings);

    /// <summary>A line of the Dockerfile.</summary>
    public SourceLocation At(int line) => new(Image.Dockerfile.Path, line);

    /// <summary>A file of the image's folder.</summary>
    public SourceLocation At(string file) => new(Model.Shown(Path.Combine(Image.FolderPath, file)));
}
