import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { famousModels, readCatalogue } from '../../../src/app/catalogue.ts';
import { buildGraph } from '../../../src/architecture/build.ts';
import { parameterCount } from '../../../src/architecture/tally.ts';

const CONFIGS = join(import.meta.dirname, '../../../models/configs');

/** What the README’s table says: source and total by id. */
const told = new Map(
  Array.from(
    readFileSync(join(CONFIGS, 'README.md'), 'utf8').matchAll(/^\| `(.+)\.json` \| (.+) \| ([\d,]+) \|$/gm),
    ([, id = '', source = '', total = '']) => [id, { source: source.replaceAll('`', ''), total }],
  ),
);

describe('the catalogue of famous models', () => {
  test('has every config, and the README tells of each', () => {
    const files = readdirSync(CONFIGS).filter((name) => name.endsWith('.json') && name !== 'catalogue.json');
    const ids = famousModels.map(({ id }) => `${id}.json`);
    expect([...ids].sort()).toEqual(files.sort());
    expect(told.size).toBe(ids.length);
  });

  test.each(famousModels)('$name has its total, by its graph and in the README', ({ id, ...model }) => {
    const config: unknown = JSON.parse(readFileSync(join(CONFIGS, `${id}.json`), 'utf8'));
    expect(parameterCount(buildGraph(config))).toBe(model.parameters);
    expect(told.get(id)).toEqual({ source: model.source, total: model.parameters.toLocaleString('en-US') });
  });

  test('goes from the smallest to the largest, and only GPT-3’s weights were kept back', () => {
    const totals = famousModels.map(({ parameters }) => parameters);
    expect(totals).toEqual(totals.toSorted((one, other) => one - other));
    expect(famousModels.filter((model) => !model.weightsArePublished).map(({ id }) => id)).toEqual(['gpt3-175b']);
  });
});

describe('a catalogue that makes no sense', () => {
  const entry = { id: 'a', name: 'A', year: 2020, source: 'b/a', parameters: 7, weightsArePublished: true };

  test.each([
    [[{ ...entry, id: '' }], 'id'],
    [[entry, { ...entry, year: '2020' }], 'year'],
    [[{ ...entry, parameters: 0.5 }], 'parameters'],
    [[{ ...entry, weightsArePublished: 'yes' }], 'weightsArePublished'],
    [['a'], 'id'],
  ])('%j is refused for its %s', (json, field) => {
    expect(() => readCatalogue(json)).toThrow(new RegExp(`catalogue\\.json: “${field}” of entry ${json.length - 1}`));
  });

  test('is refused where it is no list', () => {
    expect(() => readCatalogue({})).toThrow(/should be a list/);
  });
});
