using System.Reflection;

namespace Nuke.Common.ValueInjection;

/// <summary>A parameter of the build, or one of the host's own.</summary>
internal sealed record BuildParameter
{
    public required string Name { get; init; }

    public required Type Type { get; init; }

    public string? Description { get; init; }

    public string? Separator { get; init; }

    public bool ListsChoices { get; init; } = true;

    public bool IsSecret { get; init; }

    public bool IsRequired { get; init; }

    /// <summary>Whether every build has it.</summary>
    public bool IsOwn { get; init; }

    /// <summary>The heading under which <c>--help</c> shows it: the member's <c>[Category]</c>.</summary>
    public string? Topic { get; init; }

    /// <summary>The members that it fills, the build class's own first; none for the host's own.</summary>
    public IReadOnlyList<MemberInfo> Members { get; init; } = [];

    /// <summary>The member that says what it is; null for the host's own.</summary>
    public MemberInfo? Member => Members.Count > 0 ? Members[0] : null;

    /// <summary>The values that can be given, where they are known.</summary>
    public Func<IReadOnlyList<string>> Choices { get; init; } = () => [];

    public Type ItemType
    {
        get
        {
            var type = Type.IsArray ? Type.GetElementType()! : Type;
            return Nullable.GetUnderlyingType(type) ?? type;
        }
    }

    public bool IsList => Type.IsArray;

    public bool IsSwitch => ItemType == typeof(bool) && !IsList;

    /// <summary>The name as it is typed, such as <c>node-image</c>.</summary>
    public string Option => KebabCase.Of(Name);
}
