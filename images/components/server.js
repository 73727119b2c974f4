import { files, serve } from '@keg-images/server';
import { page } from './gallery.js';

const sources = files(process.env.DOC_COMPONENTS_PATH);

serve((request, response) => {
  if (request.url !== '/') return sources(request, response, () => response.writeHead(404).end('not found\n'));
  return page().then(
    (body) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(body),
    (error) => response.writeHead(500).end(`${error.message}\n`),
  );
});
