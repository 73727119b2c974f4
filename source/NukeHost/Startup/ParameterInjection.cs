using System.Reflection;
using Nuke.Common.Execution;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Startup;

/// <summary>Gives the build's own parameters to its members.</summary>
internal static class ParameterInjection
{
    /// <summary>What is wrong with the words given for them.</summary>
    public static IEnumerable<string> Apply(NukeBuild build, BuildSession session, ParameterSources sources)
    {
        foreach (var parameter in session.Parameters)
        {
            if (sources.Find(parameter) is not { } given)
                continue;
            if (parameter.IsSecret)
                given = SecretValues.Open(parameter, given, session.Environment, session.Masks);
            // A path in a file is read where the file is; a path that is typed, where it is typed.
            var folder = given.Source == ValueSource.File ? (string)session.Root : session.Environment.WorkingDirectory;
            var (value, problem) = ValueConversion.Convert(parameter, given, folder);
            if (problem is not null)
                yield return problem;
            else
                Set(build, session, parameter, value);
        }
    }

    /// <summary>Gives one value to its members.</summary>
    public static void Set(NukeBuild build, BuildSession session, BuildParameter parameter, object? value)
    {
        session.Values[parameter] = value;
        foreach (var member in parameter.Members)
            Set(build, member, value);
    }

    /// <summary>What a member holds now; null too when it belongs to a component.</summary>
    public static object? Get(NukeBuild build, BuildParameter parameter) => parameter.Member switch
    {
        FieldInfo field => field.GetValue(build),
        PropertyInfo property when property.CanRead => property.GetValue(build),
        _ => null,
    };

    private static void Set(NukeBuild build, MemberInfo member, object? value)
    {
        if (member is PropertyInfo property && property.SetMethod is null)
        {
            // A property without a setter is filled through the field that the compiler gave it; one of a component has none and asks
            // TryGetValue.
            var field = BuildMembers.FieldBehind(property);
            field?.SetValue(field.IsStatic ? null : build, value);
        }
        else if (member is PropertyInfo settable)
        {
            settable.SetValue(build, value);
        }
        else
        {
            ((FieldInfo)member).SetValue(build, value);
        }
    }
}
