namespace KegImages.Scaffolding;

internal sealed class TapCode(TapScaffold tap)
{
    public ImmutableArray<ScaffoldFile> Files => [new("package.json", PackageFile), new("package-lock.json", LockFile), .. Served];

    private ImmutableArray<ScaffoldFile> Served => (tap.Template, tap.HasTriggers) switch
    {
        (TapTemplate.Static, _) => [new("public/index.html", Page)],
        (_, true) => [new("server.js", ServerOnTap)],
        _ => [new("server.js", ServerAlone), new("health.js", Health)],
    };

    private string PackageFile =>
        $$"""
        {
          "name": "{{tap.Name}}",
          "version": "1.0.0",
          "private": true,
          "type": "module"
        }

        """;

    private string LockFile =>
        $$"""
        {
          "name": "{{tap.Name}}",
          "version": "1.0.0",
          "lockfileVersion": 3,
          "requires": true,
          "packages": {
            "": {
              "name": "{{tap.Name}}",
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
          response.end(`${JSON.stringify({ tap: '{{tap.Name}}', path: request.url })}\n`);
        });

        """;

    private string ServerAlone =>
        $$"""
        import http from 'node:http';

        const server = http.createServer((request, response) => {
          const body = request.url === '/healthz' ? { ok: true } : { tap: '{{tap.Name}}', path: request.url };
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
            <title>{tap.Name}</title>
          </head>
          <body>
            <h1>{tap.Name}</h1>
          </body>
        </html>

        """;
}
