import http from 'node:http';
import sirv from 'sirv';

/** A handler for the files of a folder, read at each request, so that synced changes show at once. */
export const files = (folder) => sirv(folder, { dev: true, etag: true });

/**
 * Listens on KEG_PROXY_PORT, answers /healthz itself and hands everything else to `handler(request, response)`.
 * Node as process 1 ignores signals that it does not handle, so `docker stop` would wait ten seconds without this.
 */
export const serve = (handler, port = Number(process.env.KEG_PROXY_PORT ?? 8080)) => {
  const server = http.createServer((request, response) => {
    if (request.url !== '/healthz') return handler(request, response);
    response.writeHead(200, { 'content-type': 'text/plain' }).end('ok\n');
  });

  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => {
      server.close();
      server.closeAllConnections();
    });

  return server.listen(port, () => console.log(`listening on port ${port}`));
};
