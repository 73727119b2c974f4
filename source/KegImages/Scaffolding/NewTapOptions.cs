namespace KegImages.Scaffolding;

/// <summary>What a user asks of a new tap, as typed; nothing in it is checked yet.</summary>
/// <param name="Name"><c>--name</c>.</param>
/// <param name="Alias"><c>--alias</c>; null for none.</param>
/// <param name="Template"><c>--template</c>.</param>
/// <param name="Push">Whether its first image is pushed.</param>
public sealed record NewTapOptions(string? Name, string? Alias, TapTemplate Template, bool Push);
