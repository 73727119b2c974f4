namespace Nuke.Common;

/// <summary>The parameter's value is masked in every line that a run writes, and may stand encrypted in a parameter file.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
