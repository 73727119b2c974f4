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
        var problems = new List<string>();
        foreach (var member in BuildMembers.TypesOf(build).SelectMany(BuildMembers.ValuesOf))
        {
            if (member.GetCustomAttribute<ParameterAttribute>() is not { } attribute)
                continue;
            var parameter = Read(build, member, attribute);
            var at = parameters.FindIndex(known => KebabCase.Bare(known.Name) == KebabCase.Bare(parameter.Name));
            if (OwnParameters.All.Any(own => KebabCase.Bare(own.Name) == KebabCase.Bare(parameter.Name)))
                problems.Add($"Parameter '{parameter.Name}' of {Owner(member)} has the name of one that every build has");
            else if (at < 0)
                parameters.Add(parameter);
            else if (parameters[at].ItemType != parameter.ItemType || parameters[at].IsList != parameter.IsList)
                problems.Add($"Parameter '{parameter.Name}' is {Shown(parameters[at])} in {Owner(parameters[at].Member!)} and "
                    + $"{Shown(parameter)} in {Owner(member)}: [Parameter(Name = …)] gives one of them another name");
            else if (SaysAnew(member, parameters[at].Member!))
                parameters[at] = parameter with { Members = [member, .. parameters[at].Members] };
            else
                parameters[at] = parameters[at] with { Members = [.. parameters[at].Members, member] };
        }

        return problems.Count == 0 ? parameters : throw new UsageException(problems.Distinct());
    }

    public static Type TypeOf(MemberInfo member) => member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;

    // A component has the word over those that it extends; the class has it over all, and comes first.
    [UnconditionalSuppressMessage("Trimming", "IL2075",
        Justification = "NukeBuild keeps the components of the class that derives from it.")]
    private static bool SaysAnew(MemberInfo member, MemberInfo known) =>
        known.DeclaringType!.IsInterface && member.DeclaringType!.GetInterfaces().Contains(known.DeclaringType);

    private static string Owner(MemberInfo member) =>
        member.DeclaringType is { IsInterface: true } component ? component.Name : "the build class";

    private static string Shown(BuildParameter parameter) => parameter.ItemType.Name + (parameter.IsList ? "[]" : "");

    private static BuildParameter Read(NukeBuild build, MemberInfo member, ParameterAttribute attribute)
    {
        var parameter = new BuildParameter
        {
            Name = ParameterName.Of(build, member, attribute),
            Type = TypeOf(member),
            Description = attribute.Description,
            Separator = attribute.Separator,
            ListsChoices = attribute.List,
            IsSecret = member.IsDefined(typeof(SecretAttribute)),
            IsRequired = member.IsDefined(typeof(RequiredAttribute)),
            Topic = member.GetCustomAttribute<CategoryAttribute>()?.Category,
            Members = [member],
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
