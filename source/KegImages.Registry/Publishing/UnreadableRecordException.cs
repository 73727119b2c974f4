namespace KegImages.Publishing;

/// <summary>There is something in a family record's place, and it is none, or not whole.</summary>
/// <param name="message">What it is, as a sentence.</param>
internal sealed class UnreadableRecordException(string message) : FailedException(message);
