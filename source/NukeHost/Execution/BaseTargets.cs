using System.Reflection;
using System.Runtime.CompilerServices;

namespace Nuke.Common.Execution;

/// <summary>
/// Reads a target's property as a certain type declares it, past every override: what <c>Base</c> and <c>Inherit</c> take over.
/// </summary>
internal static class BaseTargets
{
    /// <summary>The next declaration above a type: in its base classes, else in the interfaces of the build.</summary>
    public static (Type Declaring, Target Definition) Above(NukeBuild build, PropertyInfo property, Type? below)
    {
        for (var type = below?.BaseType; type is not null; type = type.BaseType)
        {
            if (BuildMembers.PropertyOf(type, property.Name) is { GetMethod.IsAbstract: false } declared
                && declared.PropertyType == typeof(Target))
                return (type, Read(build, declared));
        }

        var component = build.GetType().GetInterfaces().FirstOrDefault(candidate =>
            candidate != below && BuildMembers.PropertyOf(candidate, property.Name) is { GetMethod.IsAbstract: false } declared
                && declared.PropertyType == typeof(Target));
        return component is not null
            ? (component, Own(build, component, property.Name))
            : throw new UsageException($"Target '{property.Name}' calls Base(), but nothing above {below?.Name} declares it");
    }

    /// <summary>A target as the type itself declares it.</summary>
    public static Target Own(NukeBuild build, Type type, string name) =>
        BuildMembers.PropertyOf(type, name) is { GetMethod.IsAbstract: false } property
        ? Read(build, property)
        : throw new UsageException($"{type.Name} has no target '{name}' of its own to inherit");

    // A delegate made from the bare function pointer calls this very method; any other call would end in the override.
    private static Target Read(NukeBuild build, PropertyInfo property)
    {
        if (!RuntimeFeature.IsDynamicCodeSupported)
            throw new UsageException(
                $"Target '{property.Name}' is taken over by Base or Inherit, and machine code cannot call past an override");
        var pointer = property.GetMethod!.MethodHandle.GetFunctionPointer();
        return ((Func<Target>)Activator.CreateInstance(typeof(Func<Target>), build, pointer)!)();
    }
}
