using Nuke.Common.ValueInjection;

namespace Nuke.Common.Startup;

/// <summary>Gives the parameters that every build has to its session.</summary>
internal static class OwnValues
{
    /// <summary>What is wrong with the words given for them.</summary>
    public static IEnumerable<string> Apply(BuildSession session, ParameterSources sources)
    {
        var problems = new List<string>();
        session.IsHelp = Value("Help") is true;
        session.IsPlan = Value("Plan") is true;
        session.NoLogo = Value("NoLogo") is true;
        session.IsContinued = Value("Continue") is true;
        if (Value("Verbosity") is Verbosity verbosity)
            session.Output.Verbosity = verbosity;
        return problems;

        object? Value(string name)
        {
            var parameter = TargetNames.Own(name);
            if (sources.Find(parameter) is not { } given)
                return null;
            var (value, problem) = ValueConversion.Convert(parameter, given, session.Environment.WorkingDirectory);
            if (problem is not null)
                problems.Add(problem);
            return value;
        }
    }
}
