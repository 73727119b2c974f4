namespace KegImages.Configuration;

/// <summary>A value and the place in a file that says it, so that a later problem with it can point there.</summary>
/// <typeparam name="T">The value's type.</typeparam>
public sealed record Located<T>(T Value, SourceLocation Location);
