using System.Linq.Expressions;
using Nuke.Common.Startup;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Execution;

/// <summary>
/// Looks before the first target whether everything that is required is there; asks for what is missing where someone can answer.
/// </summary>
internal static class Requirements
{
    public static void Check(NukeBuild build, BuildSession session)
    {
        var problems = new List<string>();
        foreach (var parameter in session.Parameters.Where(parameter => parameter.IsRequired))
        {
            if (IsMissing(Value(build, session, parameter)) && !Ask(build, session, parameter))
                problems.Add($"This build requires a value for '{parameter.Name}': {HowToGive(parameter)}");
        }

        foreach (var target in session.Plan.Where(target => target.Status == ExecutionStatus.Scheduled))
            problems.AddRange(target.Requirements.Select(requirement => Unmet(build, session, target, requirement)).OfType<string>());
        if (problems.Count > 0)
            throw new UsageException(problems.Distinct());
    }

    private static string? Unmet(NukeBuild build, BuildSession session, ExecutableTarget target, LambdaExpression requirement)
    {
        if (requirement.ReturnType == typeof(bool) && TargetDiscovery.Unwrap(requirement.Body) is not MemberExpression)
            return Evaluate(requirement) is true ? null : $"Target '{target}' requires {Text(requirement)}";

        var member = TargetDiscovery.MemberOf(requirement);
        var value = Evaluate(requirement);
        if (requirement.ReturnType == typeof(bool) ? value is true : !IsMissing(value))
            return null;
        if (session.Values.ParameterOf(member) is not { } parameter)
            return $"Target '{target}' requires {member.Name}";
        return Ask(build, session, parameter) ? null : $"Target '{target}' requires a value for '{parameter.Name}': {HowToGive(parameter)}";
    }

    private static string HowToGive(BuildParameter parameter) =>
        $"give --{parameter.Option}, or {EnvironmentName.Of(parameter)} in the environment, or \"{parameter.Name}\" in "
            + ".nuke/parameters.json";

    private static bool Ask(NukeBuild build, BuildSession session, BuildParameter parameter)
    {
        var environment = session.Environment;
        if (!environment.IsInteractive || session.IsServer)
            return false;
        var choices = parameter.Choices();
        environment.Out.Write($"{parameter.Name}{(choices.Count > 0 ? $" ({string.Join(", ", choices)})" : "")}: ");
        environment.Out.Flush();
        var answer = parameter.IsSecret ? HiddenInput.ReadLine(environment) : environment.In.ReadLine();
        if (string.IsNullOrWhiteSpace(answer))
            return false;
        if (parameter.IsSecret)
            session.Masks.Hide(answer);
        var given = new GivenValue([answer], ValueSource.Prompt, parameter.Name);
        var (value, problem) = ValueConversion.Convert(parameter, given, environment.WorkingDirectory);
        if (problem is not null)
            throw new UsageException(problem);
        ParameterInjection.Set(build, session, parameter, value);
        return true;
    }

    private static object? Value(NukeBuild build, BuildSession session, BuildParameter parameter) =>
        session.Values[parameter] ?? ParameterInjection.Get(build, parameter);

    private static bool IsMissing(object? value) => value is null or "" or Array { Length: 0 };

    private static object? Evaluate(LambdaExpression requirement) => requirement.Compile(preferInterpretation: true).DynamicInvoke();

    // The tree prints the build class as value(Name) in front of every member.
    private static string Text(LambdaExpression requirement)
    {
        var text = requirement.Body.ToString();
        for (var start = text.IndexOf("value(", StringComparison.Ordinal); start >= 0; start = text.IndexOf("value(",
            StringComparison.Ordinal))
            text = text.Remove(start, text.IndexOf(").", start, StringComparison.Ordinal) + 2 - start);
        return text;
    }
}
