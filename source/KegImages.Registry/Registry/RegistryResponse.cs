using System.Net;

namespace KegImages.Registry;

internal sealed record RegistryResponse(HttpStatusCode Status, Uri Address, ResponseHeaders Headers, byte[] Body)
{
    private const int LongestText = 300;

    /// <summary>The login that the request was sent for was refused by the token service, not by the registry.</summary>
    public bool IsFromTokenService { get; init; }

    public bool IsRedirected { get; init; }

    /// <summary>Whether it says anything of what the registry has: where a request was sent on, a page that is none of a registry says only
    /// that it is not there.</summary>
    public bool IsRegistrys => !IsRedirected || IsSuccess || ErrorCode is not null || IsOfApi;

    public bool IsSuccess => (int)Status is >= 200 and < 300;

    public bool IsDenied => Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;

    /// <summary>The error code of the distribution specification, such as <c>DENIED</c>; null where the body has none.</summary>
    public string? ErrorCode => Errors().Select(error => error.Code).FirstOrDefault();

    public string Describe()
    {
        var errors = string.Join("; ", Errors().Select(error => $"{error.Code}: {error.Message}".TrimEnd(' ', ':')));
        var text = errors.Length > 0 ? errors : Encoding.UTF8.GetString(Body).Trim();
        // A proxy's error page tells nothing but its status.
        if (text.StartsWith('<'))
            text = "";
        return $"{(int)Status} {Status}{(text.Length > 0 ? $": {(text.Length > LongestText ? text[..LongestText] + "…" : text)}" : "")}";
    }

    /// <summary>A header's first value; null where it was not sent. Throws <see cref="FailedException"/> where it is longer than any such
    /// header.</summary>
    public string? Header(string name) => HeaderValues(name).FirstOrDefault();

    /// <summary>A header's values; none where it was not sent. Throws <see cref="FailedException"/> where one is longer than any such
    /// header.</summary>
    public string[] HeaderValues(string name)
    {
        string[] values = [.. Headers[name]];
        return values.FirstOrDefault(value => value.Length > HeaderText.Longest) is { } tooLong
            ? throw new FailedException(
                $"{Address.GetLeftPart(UriPartial.Path)} answers with a header {name} of {tooLong.Length} characters, more than the "
                    + $"{HeaderText.Longest} that are read")
            : values;
    }

    // An answer to HEAD has no document. Registries send this header with every page, those of no repository as well.
    private bool IsOfApi => Body.Length == 0 && Address.AbsolutePath.StartsWith("/v2/", StringComparison.Ordinal)
        && Header("Docker-Distribution-Api-Version") is not null;

    private ErrorDocument[] Errors()
    {
        // What has not the specification's form is shown as the text that it is.
        return Body is [(byte)'{', ..] && new OutsideDocument("an error").TryRead(Body, RegistryJson.Default.ErrorsDocument, out var said)
            ? said.Errors ?? [] : [];
    }
}
