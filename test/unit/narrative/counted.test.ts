import { describe, expect, it } from 'vitest';
import { parseCounted } from '../../../scripts/tours/counted.ts';
import { countIn } from '../../../src/narrative/counted.ts';
import { noted } from '../../../src/narrative/short.ts';
import { CATALOGUE, hall } from './hall.ts';

const count = (text: string, graph = hall) => countIn(graph, parseCounted(text));

describe('a counted number', () => {
  it.each(CATALOGUE)('is the published total of $name', ({ id, parameters }) => {
    expect(count(`parameters(${id})`)).toBe(parameters);
  });

  it('is of a tensor, a module, a model or all of them', () => {
    expect(count('parameters(llama-2-7b/layers.3.ffn.up.weight)')).toBe(4096 * 11008);
    expect(count('parameters(llama-2-7b/layers.3.ffn.up)')).toBe(0);
    expect(count('parameters(llama-2-7b/layers.31)')).toBe(4 * 4096 ** 2 + 3 * 4096 * 11008 + 2 * 4096);
    expect(count('parameters(deepseek-r1/layers.60.ffn.experts.255)')).toBe(3 * 7168 * 2048);
    const sum = hall.members?.reduce((total, { name }) => total + count(`parameters(${name})`), 0);
    expect(count('parameters()')).toBe(sum);
  });

  it('is of a model by itself as well', () => {
    const alone = hall.members?.find(({ name }) => name === 'gpt2')?.graph;
    expect(count('parameters()', alone)).toBe(124_439_808);
    expect(count('parameters(layers.0) * layers()', alone)).toBe(count('parameters(gpt2/layers.0) * layers(gpt2)'));
  });

  it('is what a token goes through, or leaves to remember', () => {
    expect(count('awake(deepseek-r1/layers.3.ffn.experts)')).toBe(8);
    expect(count('active(deepseek-r1)')).toBe(36_625_625_600);
    expect(count('cache(deepseek-r1)')).toBe(61 * (512 + 64));
    expect(count('cache(llama-3.3-70b)')).toBe(2 * 80 * 8 * 128);
  });

  it('follows from others, products before sums, from the left', () => {
    expect(count('1 + 2 * 3 - 8 / 4 / 2')).toBe(6);
    expect(count('(1 + 2) * (10 - 3 - 2)')).toBe(15);
    expect(count('layers(gpt2)-1')).toBe(11);
  });

  it.each([
    ['', 'is no number'],
    ['1 +', 'is no number'],
    ['(1', 'is no number'],
    ['1 2', 'is no number'],
    ['length(gpt2)', 'there is no figure length, expected one of parameters'],
    ['gpt2', 'is neither a figure nor a number'],
  ])('is refused where it is “%s”', (text, message) => {
    expect(() => parseCounted(text)).toThrow(message);
  });

  it.each(['parameters(gpt5)', 'layers(gpt2/layers.0)', 'experts(gpt2)', 'awake(gpt2)', 'layers()'])(
    'is refused where the models have none: %s',
    (text) => {
      expect(() => count(text)).toThrow('there is no');
    },
  );
});

describe('how a counted number is written', () => {
  it.each([
    [6_738_415_616, undefined, undefined, '6,738,415,616'],
    [0.05458, undefined, 3, '0.055'],
    [6_738_415_616, 'rounded', undefined, '6.74 billion'],
    [4892.44, 'rounded', undefined, '4,890'],
    [9.349, 'rounded', 2, '9.3'],
    [349_208_518_656, 'bytes', undefined, '349.2 GB'],
    [7, 'length', undefined, '7 mm'],
    [192, 'length', undefined, '19.2 cm'],
    [11_008, 'length', undefined, '11 m'],
    [50, 'area', undefined, '50 mm²'],
    [85_728, 'area', undefined, '857 cm²'],
    [6_738_415_616, 'area', 4, '6,738 m²'],
    [671_026_419_200, 'area', undefined, '0.671 km²'],
  ] as const)('%d as %s: %s digits', (value, notation, digits, text) => {
    expect(noted(value, notation, digits)).toBe(text);
  });
});
