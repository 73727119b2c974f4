using System.Net;

namespace KegImages.Registry;

/// <summary>Where an answer sends a request on to. Reading follows to any host, as blobs are kept elsewhere, but without the login; writing
/// follows within the registry alone. Never from https to http, and never to anything else than the web.</summary>
internal static class Redirection
{
    public const int Most = 10;

    public static bool Is(HttpResponseMessage answer) =>
        answer.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Redirect or HttpStatusCode.RedirectMethod
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
        && answer.Headers.NonValidated.Contains("Location");

    /// <exception cref="FailedException">It is not gone there.</exception>
    public static Uri Of(HttpMethod method, Uri from, HttpResponseMessage answer)
    {
        var location = answer.Headers.NonValidated["Location"].ToString();
        if (!WebAddress.TryParse(from, location, out var to))
            throw Refused(from, location, "which is no address of the web");
        if (from.Scheme == Uri.UriSchemeHttps && to.Scheme != Uri.UriSchemeHttps)
            throw Refused(from, location, "which has no TLS");
        var isReading = method == HttpMethod.Get || method == HttpMethod.Head;
        if (!isReading
            && (to.Authority != from.Authority
            || answer.StatusCode is not (HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect)))
            throw Refused(from, location, $"and a {method} is not sent on");
        return to;
    }

    /// <summary>The failure of a request that is sent on without end.</summary>
    public static FailedException Endless(Uri first) =>
        new($"{first.GetLeftPart(UriPartial.Path)} sends a request on more than {Most} times");

    private static FailedException Refused(Uri from, string location, string why) =>
        new($"{from.GetLeftPart(UriPartial.Path)} sends the request on to "
            + $"'{(location.Length > 200 ? location[..200] + "…" : location)}', {why}");
}
