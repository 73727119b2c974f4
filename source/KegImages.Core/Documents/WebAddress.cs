namespace KegImages.Documents;

/// <summary>Addresses that others name: <c>http</c> and <c>https</c> alone are gone to or shown as a link; <c>file:</c>, <c>javascript:</c>
/// and all others are not.</summary>
internal static class WebAddress
{
    private const int Longest = 8 * 1024;

    public static bool Is(Uri address) =>
        address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp) && address.Host.Length > 0;

    /// <summary>Reads an absolute address; false when it is none of the web.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Uri? address) =>
        (address = text is { Length: <= Longest } && Uri.TryCreate(text, UriKind.Absolute, out var parsed) && Is(parsed) ? parsed
            : null) is not null;

    /// <summary>Reads what an answer refers to, absolute or relative to the answer's own address; false when it is no address of the
    /// web.</summary>
    public static bool TryParse(Uri from, string? text, [NotNullWhen(true)] out Uri? address) =>
        (address = text is { Length: > 0 and <= Longest } && Uri.TryCreate(from, text, out var parsed) && Is(parsed) ? parsed
            : null) is not null;
}
