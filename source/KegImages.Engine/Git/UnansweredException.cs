namespace KegImages.Git;

/// <summary>A reader does not know this repository, or not surely; another one does.</summary>
internal sealed class UnansweredException(string reason, Exception? inner = null) : Exception(reason, inner);
