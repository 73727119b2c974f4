using System.Net.Http.Headers;

namespace KegImages.Registry;

/// <summary>The headers of an answer as they were sent, those of its content among them.</summary>
internal sealed class ResponseHeaders(HttpResponseHeaders answer, HttpContentHeaders content)
{
    /// <summary>The values of a header, whatever the case of its name; none where it was not sent.</summary>
    public IEnumerable<string> this[string name] =>
        answer.NonValidated.TryGetValues(name, out var values) || content.NonValidated.TryGetValues(name, out values) ? values : [];
}
