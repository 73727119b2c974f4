namespace KegImages.Scaffolding;

internal sealed class TapBuildFiles(TapScaffold tap)
{
    /// <summary>What of its folder is no part of the build.</summary>
    public static ScaffoldFile IgnoreFile => new(".dockerignore", Ignored);

    public ScaffoldFile Dockerfile => new("container/Dockerfile", tap.HasTriggers ? DockerfileOnTap : DockerfileAlone);

    private string DockerfileOnTap =>
        $"""
        # {tap.Name}, a plain tap: tap's triggers install its packages and copy its code.
        ARG KEG_BASE_IMAGE={tap.Parent}
        FROM $KEG_BASE_IMAGE

        EXPOSE $KEG_PROXY_PORT
        HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 CMD ["keg-health"]
        CMD {(tap.Template == TapTemplate.Static ? """["keg-serve", "public"]""" : """["node", "server.js"]""")}

        """;

    private string DockerfileAlone =>
        $"""
        # {tap.Name}, a tap with its own code alone.
        ARG KEG_BASE_IMAGE={tap.Parent}
        FROM $KEG_BASE_IMAGE

        ARG DOC_APP_PATH={TapScaffold.AppPath}
        ARG KEG_PROXY_PORT={TapScaffold.Port}
        ENV DOC_APP_PATH=$DOC_APP_PATH \
            KEG_PROXY_PORT=$KEG_PROXY_PORT

        WORKDIR $DOC_APP_PATH
        COPY --chown=1000:1000 . .

        # The user "node" of Node's images, by its number: a parent may not know the name.
        USER 1000:1000
        EXPOSE $KEG_PROXY_PORT
        HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 CMD ["node", "health.js"]
        CMD ["node", "server.js"]

        """;

    private static string Ignored =>
        """
        # The container folder says how the image is built and run; nothing in it belongs into the image.
        container/
        node_modules/
        .dockerignore
        .git/
        .env
        .npmrc
        *.log
        *.md

        """;
}
