using KegImages.Configuration;
using KegImages.Dockerfiles;
using KegImages.Secrets;

namespace KegImages.Linting.Rules;

/// <summary>Build args and variables that hold secrets by their names.</summary>
internal sealed class SecretNameRule : LintRule
{
    public override LintRuleKind Kind => LintRuleKind.SecretName;

    public override IEnumerable<LintPlace> Find(LintSubject subject) =>
        from instruction in subject.Instructions
        from name in Names(instruction)
        where subject.IsSecret(name)
        select new LintPlace(
            subject.At(instruction.Line),
            $"{instruction.Keyword} {name} puts a secret into the image's history",
            $"{SecretAdvice.Mount(name)}; a running container gets it from its environment");

    private static IEnumerable<string> Names(DockerfileInstruction instruction) => instruction.Keyword switch
    {
        "ARG" => instruction.Declarations().Select(arg => arg.Name),
        // A path says where the secret is, not what it is.
        "ENV" => instruction.Assignments().Where(pair => pair.Value.Trim('"', '\'') is { Length: > 0 } value && value[0] != '/')
            .Select(pair => pair.Name),
        _ => [],
    };
}
