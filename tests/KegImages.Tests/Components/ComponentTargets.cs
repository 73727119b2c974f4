using System.Reflection;
using KegImages.Components;
using Nuke.Common;

namespace KegImages.Tests.Components;

/// <summary>What the components of a family declare.</summary>
internal static class ComponentTargets
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Type[] Components = [.. typeof(IKegImages).GetInterfaces().Where(type => type != typeof(INukeBuild))];

    /// <summary>The targets, by name.</summary>
    public static IReadOnlyList<PropertyInfo> All { get; } = [.. Components.SelectMany(type => type.GetProperties(Own))
        .Where(property => property.PropertyType == typeof(Target)).OrderBy(property => property.Name, StringComparer.Ordinal)];

    /// <summary>The parameters as they are typed, each with the property that it fills and its topic.</summary>
    public static IReadOnlyDictionary<string, PropertyInfo> Options { get; } = Components.SelectMany(type => type.GetProperties(Own))
        .Where(property => property.IsDefined(typeof(ParameterAttribute)))
        .ToDictionary(property => OptionOf(property.GetCustomAttribute<ParameterAttribute>()!.Name ?? property.Name));

    /// <summary>What a target says of itself.</summary>
    public static UsageAttribute UsageOf(PropertyInfo target) =>
        target.GetCustomAttribute<UsageAttribute>() ?? throw new InvalidOperationException($"{target.Name} does not say what it reads");

    /// <summary>The options that it declares.</summary>
    public static string[] DeclaredBy(PropertyInfo target) => UsageOf(target).Options.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string OptionOf(string name) => string.Concat(name.Select((letter, at) =>
        char.IsUpper(letter) && at > 0 ? $"-{char.ToLowerInvariant(letter)}" : char.ToLowerInvariant(letter).ToString()));
}
