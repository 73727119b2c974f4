namespace KegImages.Documents;

/// <summary>A document from outside that is not what it has to be: an answer of a registry, of GitHub or of a program, or a file. It says
/// which document, from where, and the place in it.</summary>
public sealed class UnreadableDocumentException : FailedException
{
    internal UnreadableDocumentException(string document, string place, string problem, int line, Exception? innerException = null)
        : base($"{document} cannot be read: {(place == JsonPlace.Root ? "" : place + ": ")}{problem}", innerException) =>
        (Document, Place, Problem, Line) = (document, place, problem, line);

    /// <summary>Which document it is and where it is from, as <c>the manifest of host/repository:tag</c>.</summary>
    public string Document { get; }

    /// <summary>Where in it, as a JSON path: <c>$.images[3].digest</c>; <c>$</c> for the document itself.</summary>
    public string Place { get; }

    /// <summary>What is wrong there, as a clause.</summary>
    public string Problem { get; }

    /// <summary>The line, counted from 1.</summary>
    public int Line { get; }
}
