using System.Reflection;
using Nuke.Common.Execution;

namespace Nuke.Common.ValueInjection;

/// <summary>What a member's parameter is called: its own name or the one it is given, behind the prefix of its component.</summary>
internal static class ParameterName
{
    public static string Of(NukeBuild build, MemberInfo member, ParameterAttribute attribute)
    {
        var (component, name) = Parts(build, member);
        return component?.GetCustomAttribute<ParameterPrefixAttribute>()?.Prefix + (attribute.Name ?? name);
    }

    // What implements a component's property explicitly carries the component's name in front.
    private static (Type? Component, string Name) Parts(NukeBuild build, MemberInfo member)
    {
        var dot = member.Name.LastIndexOf('.');
        if (dot < 0)
            return (member.DeclaringType, member.Name);
        var component = BuildMembers.TypesOf(build).FirstOrDefault(type => BuildMembers.IsNamed(type, member.Name[..dot]));
        return (component, member.Name[(dot + 1)..]);
    }
}
