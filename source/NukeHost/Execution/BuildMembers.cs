using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Nuke.Common.Execution;

/// <summary>What reflection asks of a build class, in one place: machine code has of a class only what something says it needs.</summary>
[UnconditionalSuppressMessage("Trimming", "IL2070", Justification = Kept)]
internal static class BuildMembers
{
    private const string Kept =
        "NukeBuild keeps all members of the class that derives from it, of the classes between and of its components.";

    private const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>
    /// The build's class, then those that it derives from up to <see cref="NukeBuild"/>, then its components in the order of the source,
    /// each after those that it extends.
    /// </summary>
    public static IEnumerable<Type> TypesOf(NukeBuild build) => [.. ClassesOf(build), .. ComponentsOf(build)];

    /// <summary>The same types where the last word counts: what says a member anew comes before what it takes the place of.</summary>
    public static IEnumerable<Type> LastWordFirst(NukeBuild build) => [.. ClassesOf(build), .. Enumerable.Reverse(ComponentsOf(build))];

    /// <summary>Whether a type is the one that the compiler names in front of what implements its members explicitly.</summary>
    public static bool IsNamed(Type type, string name) => type.FullName?.Replace('+', '.') == name;

    /// <summary>The properties of instances that a type declares itself.</summary>
    public static PropertyInfo[] PropertiesOf(Type type) => type.GetProperties(Own);

    /// <summary>One of them; null when there is none.</summary>
    public static PropertyInfo? PropertyOf(Type type, string name) => type.GetProperty(name, Own);

    /// <summary>The fields and properties that a type declares itself, static ones too.</summary>
    public static IEnumerable<MemberInfo> ValuesOf(Type type) =>
        type.GetFields(Own | BindingFlags.Static).Concat<MemberInfo>(type.GetProperties(Own | BindingFlags.Static));

    /// <summary>The field that the compiler gave a property; null when it has none.</summary>
    public static FieldInfo? FieldBehind(PropertyInfo property) => FieldOf(property.DeclaringType!, $"<{property.Name}>k__BackingField");

    private static IEnumerable<Type> ClassesOf(NukeBuild build)
    {
        for (var type = build.GetType(); type is not null && type != typeof(NukeBuild); type = type.BaseType)
            yield return type;
    }

    // An assembly lists a component before those that it extends, and machine code after them; else both keep to the order of the source.
    private static List<Type> ComponentsOf(NukeBuild build)
    {
        var listed = build.GetType().GetInterfaces();
        var ordered = new List<Type>(listed.Length);
        foreach (var component in listed)
            Add(component);
        return ordered;

        void Add(Type component)
        {
            if (ordered.Contains(component))
                return;
            var extended = component.GetInterfaces();
            foreach (var other in listed.Where(extended.Contains))
                Add(other);
            ordered.Add(component);
        }
    }

    private static FieldInfo? FieldOf(Type type, string name) => type.GetField(name, Own | BindingFlags.Static);
}
