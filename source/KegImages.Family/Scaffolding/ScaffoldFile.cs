namespace KegImages.Scaffolding;

/// <summary>A file of a new tap.</summary>
/// <param name="Path">Its path below the tap's folder, with <c>/</c>.</param>
/// <param name="Text">Its text; every line ends in a line feed.</param>
/// <param name="IsExecutable">Whether it can be run.</param>
internal sealed record ScaffoldFile(string Path, string Text, bool IsExecutable = false);
