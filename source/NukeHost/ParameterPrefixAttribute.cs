namespace Nuke.Common;

/// <summary>What the names of a component's parameters begin with: <c>Token</c> behind <c>Registry</c> is <c>RegistryToken</c>.</summary>
[AttributeUsage(AttributeTargets.Interface)]
public sealed class ParameterPrefixAttribute : Attribute
{
    /// <summary>A prefix, such as <c>Registry</c>.</summary>
    public ParameterPrefixAttribute(string prefix) => Prefix = prefix;

    /// <summary>The prefix.</summary>
    public string Prefix { get; }
}
