using KegImages.Configuration;

namespace KegImages.Linting.Rules;

internal sealed class RootServerRule : LintRule
{
    public override LintRuleKind Kind => LintRuleKind.RootServer;

    public override IEnumerable<LintPlace> Find(LintSubject subject)
    {
        var stage = subject.Target;
        var isServer = stage.IsServer || !subject.Image.Ports.IsEmpty;
        if (!isServer || !IsRoot(stage.User))
            yield break;
        var says = stage.User is null
            ? "no USER of it, or of the images of the family that it is built on, says another"
            : stage.UserLine is null ? $"the image that it is built on ends as '{stage.User}'" : $"the last USER is '{stage.User}'";
        yield return new LintPlace(subject.At(stage.UserLine ?? stage.Stage.From.Line),
            $"'{subject.Image.Name}' is a server and runs as root: {says}",
                "end the stage with a USER that is not root, such as USER node");
    }

    private static bool IsRoot(string? user) => user is null || user.Split(':')[0] is "root" or "0";
}
