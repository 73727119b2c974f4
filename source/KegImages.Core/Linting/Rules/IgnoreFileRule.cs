using KegImages.Configuration;

namespace KegImages.Linting.Rules;

/// <summary>Contexts that are sent whole.</summary>
internal sealed class IgnoreFileRule : LintRule
{
    public override LintRuleKind Kind => LintRuleKind.IgnoreFile;

    public override IEnumerable<LintPlace> Find(LintSubject subject)
    {
        if (subject.Files.HasIgnoreFile || subject.Image.Use.ContextSources is { IsEmpty: true })
            yield break;
        var context = subject.Model.Shown(subject.Image.ContextPath);
        yield return new LintPlace(
            subject.At(1),
            $"the context '{context}' has no .dockerignore, and the build copies from it",
            $"write {(context == "." ? "" : context + "/")}.dockerignore; to begin with: container/, node_modules/, "
                + ".git/, .env, *.log");
    }
}
