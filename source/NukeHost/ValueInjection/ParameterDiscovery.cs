using System.Collections;
using System.ComponentModel;
using System.Reflection;
using Nuke.Common.Tooling;

namespace Nuke.Common.ValueInjection;

/// <summary>Finds the members of a build, of its base classes and of its components that are parameters.</summary>
internal static class ParameterDiscovery
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IReadOnlyList<BuildParameter> Of(object build)
    {
        var parameters = new List<BuildParameter>();
        foreach (var member in Members(build.GetType()))
        {
            if (member.GetCustomAttribute<ParameterAttribute>() is not { } attribute)
                continue;
            var parameter = Read(build, member, attribute);
            if (!parameters.Any(known => KebabCase.Bare(known.Name) == KebabCase.Bare(parameter.Name)))
                parameters.Add(parameter);
        }

        var clashes = parameters.Where(parameter => OwnParameters.All.Any(own => KebabCase.Bare(own.Name) == KebabCase.Bare(parameter.Name))).ToArray();
        return clashes.Length == 0
            ? parameters
            : throw new UsageException(clashes.Select(clash => $"Parameter '{clash.Name}' of the build class has the name of one that every build has"));
    }

    public static Type TypeOf(MemberInfo member) => member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;

    private static IEnumerable<MemberInfo> Members(Type build)
    {
        IEnumerable<Type> types = [.. BaseTypes(build), .. build.GetInterfaces()];
        return types.SelectMany(type => type.GetFields(Declared).Concat<MemberInfo>(type.GetProperties(Declared)));
    }

    private static IEnumerable<Type> BaseTypes(Type type)
    {
        for (var current = type; current is not null && current != typeof(NukeBuild); current = current.BaseType)
            yield return current;
    }

    private static BuildParameter Read(object build, MemberInfo member, ParameterAttribute attribute)
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

    private static string[] ChoicesOf(object build, BuildParameter parameter, ParameterAttribute attribute)
    {
        if (attribute.ValueProviderMember is { } name)
            return Provided(build, attribute.ValueProviderType ?? build.GetType(), name);
        if (parameter.ItemType.IsEnum)
            return Enum.GetNames(parameter.ItemType);
        return parameter.ItemType.IsSubclassOf(typeof(Enumeration))
            ? [.. Enumeration.ValuesOf(parameter.ItemType).Select(value => value.ToString())]
            : [];
    }

    private static string[] Provided(object build, Type type, string name)
    {
        const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy;
        var member = type.GetMember(name, Any).FirstOrDefault() ?? throw new UsageException($"{type.Name} has no member '{name}' that provides values");
        var value = member switch
        {
            FieldInfo field => field.GetValue(field.IsStatic ? null : build),
            PropertyInfo property => property.GetValue(property.GetMethod!.IsStatic ? null : build),
            MethodInfo method => method.Invoke(method.IsStatic ? null : build, null),
            _ => null,
        };
        return value is IEnumerable values ? [.. values.Cast<object>().Select(item => item.ToString() ?? "")] : [];
    }
}
