namespace Nuke.Common;

/// <summary>The parameter may stay without a value, said aloud.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class OptionalAttribute : Attribute;
