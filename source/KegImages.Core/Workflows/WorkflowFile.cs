namespace KegImages.Workflows;

/// <summary>A compiled workflow.</summary>
/// <param name="Path">The file's path from the repository's root, with <c>/</c>.</param>
internal sealed record WorkflowFile(string Path, string Text);
