using System.Reflection;

namespace Nuke.Common.Execution;

/// <summary>
/// Reads a target's property as a certain type declares it, past every override: what <c>Base</c> and <c>Inherit</c> take over.
/// </summary>
internal static class BaseTargets
{
    /// <summary>What a target says at a depth: 0 is what runs, 1 what that takes over by <c>Base</c>, and so on.</summary>
    public static Target At(NukeBuild build, PropertyInfo property, int depth)
    {
        PropertyInfo[] declared =
        [
            .. BuildMembers.LastWordFirst(build).SelectMany(BuildMembers.PropertiesOf)
                .Where(candidate => IsTarget(candidate) && Declares(candidate, property)).OrderBy(Height),
        ];
        return depth < declared.Length
            ? Read(build, declared[depth])
            : throw new UsageException(
                $"Target '{property.Name}' calls Base(), but nothing above {declared[^1].DeclaringType!.Name} declares it");
    }

    /// <summary>A target as the type itself declares it.</summary>
    public static Target Own(NukeBuild build, Type type, string name) =>
        BuildMembers.PropertyOf(type, name) is { } property && IsTarget(property)
        ? Read(build, property)
        : throw new UsageException($"{type.Name} has no target '{name}' of its own to inherit");

    private static bool IsTarget(PropertyInfo property) =>
        property.PropertyType == typeof(Target) && property.GetMethod is { IsAbstract: false };

    // A component's target is declared by itself and by whatever implements it explicitly; a class's by its name, and by components that it
    // takes the place of.
    private static bool Declares(PropertyInfo candidate, PropertyInfo property)
    {
        var dot = candidate.Name.LastIndexOf('.');
        if (!property.DeclaringType!.IsInterface)
            return candidate.Name[(dot + 1)..] == property.Name && (dot < 0 || candidate.DeclaringType!.IsInterface);
        return candidate == property || (dot >= 0 && candidate.Name[(dot + 1)..] == property.Name
            && BuildMembers.IsNamed(property.DeclaringType, candidate.Name[..dot]));
    }

    private static int Height(PropertyInfo property) =>
        !property.DeclaringType!.IsInterface ? 0 : property.Name.Contains('.', StringComparison.Ordinal) ? 1 : 2;

    // Called by its bare address it is this very method; any other call would end in the override.
    private static unsafe Target Read(NukeBuild build, PropertyInfo property)
    {
        try
        {
            return ((delegate*<NukeBuild, Target>)property.GetMethod!.MethodHandle.GetFunctionPointer())(build);
        }
        catch (PlatformNotSupportedException)
        {
            throw new UsageException($"Target '{property.Name}' of the component {property.DeclaringType!.Name} is taken over by Base or "
                + "Inherit, and machine code cannot call past an override of a component's target");
        }
    }
}
