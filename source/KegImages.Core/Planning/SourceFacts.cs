namespace KegImages.Planning;

/// <summary>What the labels of an image say of its source.</summary>
/// <param name="Branch">The branch that it is built from; null when none is known.</param>
/// <param name="Revision">The commit; null in a repository with none.</param>
/// <param name="Url">Where the source can be seen, without credentials; null when there is no remote.</param>
/// <param name="CommitTime">When the commit was made; null in a repository with none.</param>
public sealed record SourceFacts(string? Branch, string? Revision, Uri? Url, DateTimeOffset? CommitTime);
