using KegImages.Configuration;
using KegImages.Dockerfiles;
using KegImages.Secrets;

namespace KegImages.Linting;

/// <summary>One image as the rules see it.</summary>
/// <param name="Stages">Its stages, in order, with what they inherit.</param>
internal sealed record LintSubject(Image Image, ImageFiles Files, FamilyModel Model, ImmutableArray<StageState> Stages)
{
    public IEnumerable<DockerfileInstruction> Instructions =>
        Image.Dockerfile.Instructions.Select(instruction => instruction.Trigger ?? instruction);

    public StageState Target => StageStates.TargetOf(Image, Stages);

    public bool IsSecret(string name) => SecretArguments.IsSecret(name, Image, Model.Settings);

    public SourceLocation At(int line) => new(Image.Dockerfile.Path, line);

    public SourceLocation At(string file) => new(Model.Shown(Path.Combine(Image.FolderPath, file)));
}
