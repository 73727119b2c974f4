// compile.js FOLDER FILE: parses every feature of a folder into one JSON file; a syntax error ends it with the place of the error.
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AstBuilder, GherkinClassicTokenMatcher, Parser } from '@cucumber/gherkin';
import { IdGenerator } from '@cucumber/messages';

const [folder, output] = process.argv.slice(2);
const parser = new Parser(new AstBuilder(IdGenerator.incrementing()), new GherkinClassicTokenMatcher());

const compile = async (file) => {
  const { feature } = parser.parse(await readFile(join(folder, file), 'utf8'));
  const scenarios = feature.children.flatMap(({ scenario }) => (scenario ? [scenario] : []));
  return {
    file,
    feature: feature.name,
    scenarios: scenarios.map(({ name, steps }) => ({ name, steps: steps.map((step) => `${step.keyword}${step.text}`) })),
  };
};

const names = (await readdir(folder)).filter((file) => file.endsWith('.feature')).sort();
const features = await Promise.all(names.map(compile));
await mkdir(dirname(output), { recursive: true });
await writeFile(output, JSON.stringify(features, null, 2));
console.log(`${features.length} features compiled`);
