using System.Diagnostics.CodeAnalysis;

namespace Nuke.Common;

/// <summary>Fills a field or property of the build from the command line, the environment or a parameter file.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class ParameterAttribute : Attribute
{
    /// <summary>A parameter, with the sentence that <c>--help</c> shows beside it.</summary>
    public ParameterAttribute(string? description = null) => Description = description;

    /// <summary>The sentence that <c>--help</c> shows.</summary>
    public string? Description { get; }

    /// <summary>The parameter's name where it is not the member's.</summary>
    public string? Name { get; set; }

    /// <summary>What separates the items of a list that is given as one word.</summary>
    public string? Separator { get; set; }

    /// <summary>Whether <c>--help</c> lists the values that can be given.</summary>
    public bool List { get; set; } = true;

    /// <summary>The type that holds <see cref="ValueProviderMember"/>; the build class by default.</summary>
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)]
    public Type? ValueProviderType { get; set; }

    /// <summary>The name of a member that yields the values that can be given.</summary>
    public string? ValueProviderMember { get; set; }
}
