namespace KegImages.Scaffolding;

/// <summary>A file of a new tap.</summary>
/// <param name="Path">Its path below the tap's folder, with <c>/</c>.</param>
internal sealed record ScaffoldFile(string Path, string Text, bool IsExecutable = false);
