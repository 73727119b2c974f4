namespace KegImages.Linting.Shell;

/// <summary>A command whose failure is hidden.</summary>
/// <param name="At">Where what follows it begins to hide it: the <c>;</c> or the line's end.</param>
internal sealed record HiddenFailure(string Command, int At, bool IsLineEnd);
