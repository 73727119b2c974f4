import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { files, serve } from '@keg-images/server';
import { glob } from 'tinyglobby';

const root = process.env.DOC_APP_PATH;
const sources = files(root);

const overview = async () => {
  const { name, version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const modules = await glob('core/**/*.js', { cwd: root });
  return { name, version, modules: modules.sort() };
};

serve((request, response) => {
  if (request.url !== '/') return sources(request, response, () => response.writeHead(404).end('not found\n'));
  return overview().then(
    (body) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
    (error) => response.writeHead(500).end(`${error.message}\n`),
  );
});
