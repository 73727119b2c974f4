namespace KegImages.Configuration;

/// <summary>What of <c>values.yml</c> is ours. The rest (<c>actions</c>, and every other entry of <c>env</c>) belongs to other tools and is
/// left alone.</summary>
internal static class ValuesFormat
{
    /// <summary>The entry of <c>env</c> that names the image.</summary>
    public const string Image = "IMAGE";

    /// <summary>The entry of <c>env</c> that chooses the parent for building.</summary>
    public const string KegBaseImage = "KEG_BASE_IMAGE";

    /// <summary>The entry of <c>env</c> that chooses the image to run.</summary>
    public const string KegImageFrom = "KEG_IMAGE_FROM";

    /// <summary>The entry of <c>env</c> with the port that the proxy routes to.</summary>
    public const string KegProxyPort = "KEG_PROXY_PORT";

    public static readonly RecordShape File = new("What an image folder says of its image.",
    [
        new("env", new VariablesShape("Variables of the container, and build args of the same names.")),
        new("actions", new OpenMapShape("Commands of the Keg tools.")),
        new("secrets", KegFormat.Secrets(
            "Secrets of the image: names of variables whose values are never shown, or a mapping that says where each is. A build can "
                + "mount them.")),
        new("ssh", KegFormat.Ssh("SSH agents that the image's build can mount.")),
        new("alias", new TextShape("A second, shorter name for commands and URLs.", KegFormat.ParseAlias)),
        new("context", new TextShape("The build context's folder, relative to this file's.")),
        new("target", new TextShape("The stage to build.")),
        new("args", new MapShape("Build args.", new TextShape("The name of a build arg.", KegFormat.ParseArgName),
            new TextShape("The value; '' for an empty one."))),
        new("ports", KegFormat.Ports("Ports that a running container listens on.")),
    ], IsOpen: true);
}
