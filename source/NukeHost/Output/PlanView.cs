using System.Text;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Startup;

namespace Nuke.Common.Output;

/// <summary>What <c>--plan</c> shows: the targets that would run, in order, and why each is there.</summary>
internal static class PlanView
{
    public static int Show(BuildSession session)
    {
        session.Output.Plain(Text(session.Plan));
        var page = session.Root / "output" / "plan.html";
        OwnFolder.Make(page.Parent!);
        File.WriteAllText(page, PlanPage.Of(session.Plan));
        session.Output.Plain();
        session.Output.Plain($"As a picture: {session.Display(page)}");
        return ExitCodes.Done;
    }

    /// <summary>A numbered line a target, with what it waits for.</summary>
    public static string Text(IReadOnlyList<ExecutableTarget> plan)
    {
        if (plan.Count == 0)
            return "Nothing would run: no target is named, and this build has no default.";
        var text = new StringBuilder().AppendLine("Would run, in this order:");
        var width = plan.Max(target => target.Name.Length);
        for (var i = 0; i < plan.Count; i++)
            text.AppendLine($"{i + 1,4}. {plan[i].Name.PadRight(width)}  {Reasons(plan[i], plan)}".TrimEnd());
        return text.ToString().TrimEnd();
    }

    private static string Reasons(ExecutableTarget target, IReadOnlyList<ExecutableTarget> plan)
    {
        string?[] reasons =
        [
            target.Invoked ? "asked for" : null,
            Named("needs", target.ExecutionDependencies),
            Named("after", target.OrderDependencies.Intersect(plan)),
            Named("triggered by", target.TriggerDependencies.Intersect(plan)),
        ];
        return string.Join("; ", reasons.OfType<string>());
    }

    private static string? Named(string word, IEnumerable<ExecutableTarget> targets) =>
        string.Join(", ", targets) is { Length: > 0 } names ? $"{word} {names}" : null;
}
