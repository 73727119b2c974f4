using System.Collections;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Nuke.Common.Execution;
using Nuke.Common.Tooling;

namespace Nuke.Common.ValueInjection;

/// <summary>Finds the members of a build, of its base classes and of its components that are parameters.</summary>
internal static class ParameterDiscovery
{
    public static IReadOnlyList<BuildParameter> Of(NukeBuild build)
    {
        var parameters = new List<BuildParameter>();
        foreach (var member in BuildMembers.TypesOf(build).SelectMany(BuildMembers.ValuesOf))
        {
            if (member.GetCustomAttribute<ParameterAttribute>() is not { } attribute)
                continue;
            var parameter = Read(build, member, attribute);
            if (!parameters.Any(known => KebabCase.Bare(known.Name) == KebabCase.Bare(parameter.Name)))
                parameters.Add(parameter);
        }

        var clashes = parameters.Where(parameter =>
            OwnParameters.All.Any(own => KebabCase.Bare(own.Name) == KebabCase.Bare(parameter.Name))).ToArray();
        return clashes.Length == 0
            ? parameters
            : throw new UsageException(
                clashes.Select(clash => $"Parameter '{clash.Name}' of the build class has the name of one that every build has"));
    }

    public static Type TypeOf(MemberInfo member) => member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;

    private static BuildParameter Read(NukeBuild build, MemberInfo member, ParameterAttribute attribute)
    {
        var parameter = new BuildParameter
        {
            Name = attribute.Name ?? member.Name,
            Type = TypeOf(member),
            Description = attribute.Description,
            Separator = attribute.Separator,
            ListsChoices = attribute.List,
            IsSecret = member.IsDefined(typeof(SecretAttribute)),
            IsRequired = member.IsDefined(typeof(RequiredAttribute)),
            Topic = member.GetCustomAttribute<CategoryAttribute>()?.Category,
            Member = member,
        };
        return parameter with { Choices = () => ChoicesOf(build, parameter, attribute) };
    }

    private static string[] ChoicesOf(NukeBuild build, BuildParameter parameter, ParameterAttribute attribute)
    {
        if (attribute.ValueProviderMember is { } name)
            return Provided(build, attribute.ValueProviderType ?? build.GetType(), name);
        if (parameter.ItemType.IsEnum)
            return Enum.GetNames(parameter.ItemType);
        return parameter.ItemType.IsSubclassOf(typeof(Enumeration))
            ? [.. Enumeration.ValuesOf(parameter.ItemType).Select(value => value.ToString())]
            : [];
    }

    private static string[] Provided(NukeBuild build, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] Type type,
        string name)
    {
        const BindingFlags Any =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy;
        var value = type.GetField(name, Any) is { } field ? field.GetValue(field.IsStatic ? null : build)
            : type.GetProperty(name, Any) is { } property ? property.GetValue(property.GetMethod!.IsStatic ? null : build)
            : type.GetMethod(name, Any) is { } method ? method.Invoke(method.IsStatic ? null : build, null)
            : throw new UsageException($"{type.Name} has no member '{name}' that provides values");
        return value is IEnumerable values ? [.. values.Cast<object>().Select(item => item.ToString() ?? "")] : [];
    }
}
