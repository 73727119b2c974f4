using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;

namespace Nuke.Common.Tests.Api;

/// <summary>The host's public members as <c>Type.Member</c>, overloads together; a property is one member.</summary>
internal static class HostApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>What <c>api.txt</c> lists.</summary>
    public static string[] Listed([CallerFilePath] string file = "") =>
        File.ReadAllLines(Path.Combine(Path.GetDirectoryName(file)!, "../../../source/NukeHost/api.txt"));

    /// <summary>What the assembly offers.</summary>
    public static string[] Offered() =>
    [
        .. typeof(NukeBuild).Assembly.GetExportedTypes().SelectMany(Members).Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>Members of the host that an assembly refers to.</summary>
    public static string[] ReferredBy(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var reader = file.GetMetadataReader();
        return
        [
            .. reader.MemberReferences.Select(reader.GetMemberReference)
                .Select(member => (Type: TypeOf(reader, member.Parent), Name: reader.GetString(member.Name)))
                .Where(member => member.Type is not null)
                .Select(member => $"{member.Type}.{Plain(member.Name)}")
                .Distinct().Order(StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<string> Members(Type type) => type.GetMembers(Declared)
        .Where(member => member switch
        {
            MethodBase method => Visible(method)
                && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal) || method.IsConstructor),
            PropertyInfo property => property.GetAccessors(true).Any(Visible),
            FieldInfo field => (field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly) && !field.IsSpecialName,
            _ => false,
        })
        .Where(member => !type.IsSubclassOf(typeof(Delegate)))
        .Select(member => $"{Name(type)}.{member.Name}");

    private static bool Visible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Name(Type type) => (type.IsNested ? $"{Name(type.DeclaringType!)}+" : $"{type.Namespace}.") + type.Name;

    private static string Plain(string name) =>
        name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal) ? name[4..] : name;

    private static string? TypeOf(MetadataReader reader, EntityHandle parent)
    {
        if (parent.Kind != HandleKind.TypeReference)
            return null;
        var type = reader.GetTypeReference((TypeReferenceHandle)parent);
        if (type.ResolutionScope.Kind == HandleKind.TypeReference)
            return TypeOf(reader, type.ResolutionScope) is { } outer ? $"{outer}+{reader.GetString(type.Name)}" : null;
        var space = reader.GetString(type.Namespace);
        return space.StartsWith("Nuke.Common", StringComparison.Ordinal) || space == "Serilog" ? $"{space}.{reader.GetString(type.Name)}"
            : null;
    }
}
