using System.Reflection;

namespace Nuke.Common.ValueInjection;

/// <summary>
/// The build's parameters with the values that were given for them; a component's property has no field that could hold one, and asks here.
/// </summary>
internal sealed class ParameterValues(IReadOnlyList<BuildParameter> parameters)
{
    private readonly Dictionary<MemberInfo, BuildParameter> _byMember = ByMember(parameters);

    private readonly Dictionary<string, object?> _values = [];

    public IReadOnlyList<BuildParameter> Parameters => parameters;

    /// <summary>What was given for a parameter; null when nothing was.</summary>
    public object? this[BuildParameter parameter]
    {
        get => _values.GetValueOrDefault(parameter.Name);
        set => _values[parameter.Name] = value;
    }

    /// <summary>What was given for a member's parameter; null when nothing was, and before the values are read.</summary>
    public object? Of(MemberInfo member)
    {
        if (ParameterOf(member) is { } parameter)
            return this[parameter];
        return parameters.Count == 0 || member.IsDefined(typeof(ParameterAttribute)) ? null : throw new UsageException(
            $"{member.DeclaringType!.Name}.{member.Name} is asked for a value and is no parameter: it needs [Parameter]");
    }

    private static Dictionary<MemberInfo, BuildParameter> ByMember(IEnumerable<BuildParameter> parameters)
    {
        var all = new Dictionary<MemberInfo, BuildParameter>();
        foreach (var parameter in parameters)
        {
            foreach (var member in parameter.Members)
                all.Add(member, parameter);
        }

        return all;
    }

    /// <summary>The parameter that a member is, or that a member of the build class takes over from a component by its name.</summary>
    public BuildParameter? ParameterOf(MemberInfo member) => _byMember.GetValueOrDefault(member)
        ?? parameters.FirstOrDefault(parameter => parameter.Members.Any(known => known.Name == member.Name));
}
