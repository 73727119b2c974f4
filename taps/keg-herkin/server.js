import { readFile } from 'node:fs/promises';
import { files, serve } from '@keg-images/server';

const features = await readFile(new URL('dist/features.json', import.meta.url), 'utf8');
const components = files(process.env.DOC_COMPONENTS_PATH);

serve((request, response) => {
  if (request.url === '/') return response.writeHead(200, { 'content-type': 'application/json' }).end(features);
  return components(request, response, () => response.writeHead(404).end('not found\n'));
});
