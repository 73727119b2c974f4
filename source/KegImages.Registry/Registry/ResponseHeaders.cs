using System.Net.Http.Headers;

namespace KegImages.Registry;

internal sealed class ResponseHeaders(HttpResponseHeaders answer, HttpContentHeaders content)
{
    /// <summary>The values of a header, whatever the case of its name; none where it was not sent.</summary>
    public IEnumerable<string> this[string name] =>
        answer.NonValidated.TryGetValues(name, out var values) || content.NonValidated.TryGetValues(name, out values) ? values : [];
}
