namespace Nuke.Common;

/// <summary>A target of the build: a property of this type on the build class or on an interface that it implements.</summary>
/// <param name="definition">What the target says about itself; every member returns the same definition.</param>
public delegate ITargetDefinition Target(ITargetDefinition definition);
