using System.Security.Cryptography;

namespace KegImages.Reports.Page;

/// <summary>The page's own style and script, as they are part of this assembly.</summary>
internal static class PageAssets
{
    private static readonly string[] Parts =
        ["0-page", "1-head", "2-graph", "3-image", "4-timeline", "5-sizes", "6-history", "7-behind", "8-checks", "9-last"];

    /// <summary>The style of the picture alone.</summary>
    public static string GraphStyle => field ??= Read("graph.css");

    /// <summary>The style of the whole page.</summary>
    public static string Style => field ??= Read("page.css") + GraphStyle;

    /// <summary>The script: its parts in the order of their numbers, in one scope of their own.</summary>
    public static string Script => field ??= $"'use strict';(() => {{\n{string.Concat(Parts.Select(part => Read($"{part}.js")))}}})();";

    /// <summary>What a browser may do with the page: use this style and this script, and reach nothing. See
    /// <see href="https://www.w3.org/TR/CSP3/"/>.</summary>
    public static string Policy => field ??=
        $"default-src 'none'; style-src '{Hash(Style)}'; script-src '{Hash(Script)}'; base-uri 'none'; form-action 'none'";

    private static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    private static string Read(string file)
    {
        using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream($"KegImages.Reports.Page.{file}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
