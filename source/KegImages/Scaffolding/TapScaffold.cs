using System.Collections.Immutable;
using KegImages.Images;

namespace KegImages.Scaffolding;

/// <summary>The files of a new tap. Pure.</summary>
internal sealed record TapScaffold
{
    /// <summary>The port that a new tap listens on, as all of the family's servers do.</summary>
    public const int Port = 19006;

    private const string AppPath = "/keg/tap";

    /// <summary>Its name.</summary>
    public required ImageName Name { get; init; }

    /// <summary>Its alias; the name where it has none.</summary>
    public required string Alias { get; init; }

    /// <summary>What it begins with.</summary>
    public required TapTemplate Template { get; init; }

    /// <summary>What it is built on.</summary>
    public required ImageReference Parent { get; init; }

    /// <summary>What is run.</summary>
    public required ImageReference Image { get; init; }

    /// <summary>The way from its container folder to the root, such as <c>../../..</c>.</summary>
    public required string WayToRoot { get; init; }

    /// <summary>Whether the parent's ONBUILD triggers install its packages and copy its code, as tap's do.</summary>
    public required bool HasTriggers { get; init; }

    /// <summary>All files.</summary>
    public ImmutableArray<ScaffoldFile> Files =>
    [
        new(".dockerignore", IgnoreFile),
        new("package.json", PackageFile),
        new("package-lock.json", LockFile),
        .. Code,
        new("container/Dockerfile", Dockerfile),
        new("container/values.yml", ValuesFile),
        new("container/docker-compose.yml", ComposeFile),
        new("container/run.sh", RunFile, IsExecutable: true),
    ];

    private ImmutableArray<ScaffoldFile> Code => (Template, HasTriggers) switch
    {
        (TapTemplate.Static, _) => [new("public/index.html", Page)],
        (_, true) => [new("server.js", ServerOnTap)],
        _ => [new("server.js", ServerAlone), new("health.js", Health)],
    };

    private string Dockerfile => HasTriggers ? DockerfileOnTap : DockerfileAlone;

    private string DockerfileOnTap =>
        $"""
        # {Name}, a plain tap: tap's triggers install its packages and copy its code.
        ARG KEG_BASE_IMAGE={Parent}
        FROM $KEG_BASE_IMAGE

        EXPOSE $KEG_PROXY_PORT
        HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 CMD ["keg-health"]
        CMD {(Template == TapTemplate.Static ? """["keg-serve", "public"]""" : """["node", "server.js"]""")}

        """;

    private string DockerfileAlone =>
        $"""
        # {Name}, a tap with its own code alone.
        ARG KEG_BASE_IMAGE={Parent}
        FROM $KEG_BASE_IMAGE

        ARG DOC_APP_PATH={AppPath}
        ARG KEG_PROXY_PORT={Port}
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

    private string ValuesFile =>
        $"""
        {(Alias == Name.ToString() ? "" : $"# A shorter name, for commands and URLs.\nalias: {Alias}\n\n")}env:
          # The image's name below the provider.
          IMAGE: {Name}

          # The image to build on.
          KEG_BASE_IMAGE: {Parent}

          # The image to run.
          KEG_IMAGE_FROM: {Image}

          # Where the tap lies in the container, and the port that keg-proxy routes to.
          DOC_APP_PATH: {AppPath}
          KEG_PROXY_PORT: {Port}

        """;

    private string ComposeFile =>
        $$"""
        services:
          {{Name}}:
            image: ${KEG_IMAGE_FROM:-{{Image}}}
            pull_policy: always
            environment:
              # With a value: a bare name that this machine has not set would take the image's own value away.
              KEG_PROXY_PORT: ${KEG_PROXY_PORT:-{{Port}}}
            ports:
              # Any free port of this machine, so that two branches can run side by side.
              - "127.0.0.1::${KEG_PROXY_PORT:-{{Port}}}"

        """;

    private string RunFile =>
        $"""
        #!/bin/sh
        # Pulls {Name} and starts it, from whatever folder this is called in; options are handed on, such as --from {Name}:my-changes-tag.
        set -eu
        cd -- "$(dirname -- "$0")/{WayToRoot}"
        exec ./build.sh Start --tap {Alias} "$@"

        """;

    private string PackageFile =>
        $$"""
        {
          "name": "{{Name}}",
          "version": "1.0.0",
          "private": true,
          "type": "module"
        }

        """;

    private string LockFile =>
        $$"""
        {
          "name": "{{Name}}",
          "version": "1.0.0",
          "lockfileVersion": 3,
          "requires": true,
          "packages": {
            "": {
              "name": "{{Name}}",
              "version": "1.0.0"
            }
          }
        }

        """;

    private string ServerOnTap =>
        $$"""
        import { serve } from '@keg-images/server';

        serve((request, response) => {
          response.writeHead(200, { 'content-type': 'application/json' });
          response.end(`${JSON.stringify({ tap: '{{Name}}', path: request.url })}\n`);
        });

        """;

    private string ServerAlone =>
        $$"""
        import http from 'node:http';

        const server = http.createServer((request, response) => {
          const body = request.url === '/healthz' ? { ok: true } : { tap: '{{Name}}', path: request.url };
          response.writeHead(200, { 'content-type': 'application/json' });
          response.end(`${JSON.stringify(body)}\n`);
        });

        // Node as process 1 ignores signals that it does not handle, so `docker stop` would wait ten seconds without this.
        for (const signal of ['SIGINT', 'SIGTERM'])
          process.once(signal, () => {
            server.close();
            server.closeAllConnections();
          });

        server.listen(Number(process.env.KEG_PROXY_PORT));

        """;

    private static string Health =>
        """
        // Exit code 0 when the server in this container answers /healthz, 1 otherwise.
        import http from 'node:http';

        http
          .get({ host: '127.0.0.1', port: process.env.KEG_PROXY_PORT, path: '/healthz', timeout: 2000 }, (response) => process.exit(response.statusCode === 200 ? 0 : 1))
          .on('timeout', () => process.exit(1))
          .on('error', () => process.exit(1));

        """;

    private string Page =>
        $"""
        <!doctype html>
        <html lang="en">
          <head>
            <meta charset="utf-8" />
            <title>{Name}</title>
          </head>
          <body>
            <h1>{Name}</h1>
          </body>
        </html>

        """;

    private static string IgnoreFile =>
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
