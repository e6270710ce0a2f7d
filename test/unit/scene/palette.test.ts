import {
  type Color,
  converter,
  differenceEuclidean,
  filterDeficiencyDeuter,
  filterDeficiencyProt,
  filterDeficiencyTrit,
} from 'culori';
import { describe, expect, it, test } from 'vitest';
import { hallGraph } from '../../../src/architecture/hall.ts';
import {
  bedOf,
  colourAt,
  colourTable,
  mix,
  PALETTES,
  type Rgb,
  rgb,
  roleByPart,
  sideOf,
  TABLE_SIZE,
  valueMapOf,
} from '../../../src/scene/palette.ts';
import { ALL, TIED } from './layouts.ts';

const oklab = converter('oklab');
const distance = differenceEuclidean('oklab');
const culoriOf = ([r, g, b]: Rgb) => ({ mode: 'rgb' as const, r, g, b });
const away = (a: Rgb, b: Rgb): number => distance(culoriOf(a), culoriOf(b));
const lightness = (colour: Color): number => oklab(colour).l;
const steps = (stops: readonly Rgb[]): number[] => stops.slice(1).map((stop, i) => away(stops[i] ?? stop, stop));
const spread = (values: readonly number[]): number => Math.max(...values) / Math.min(...values) - 1;

/** Colours as they are seen, in the simulation of Machado, Oliveira and Fernandes (2009) of what is missing entirely. */
const EYES: Readonly<Record<string, (colour: Rgb) => Color>> = {
  'all cones': culoriOf,
  protanopia: (colour) => filterDeficiencyProt(1)(culoriOf(colour)),
  deuteranopia: (colour) => filterDeficiencyDeuter(1)(culoriOf(colour)),
  tritanopia: (colour) => filterDeficiencyTrit(1)(culoriOf(colour)),
};

describe.each(['light', 'dark'] as const)('the %s palette', (theme) => {
  const palette = PALETTES[theme];

  it('steps evenly through its value maps, arm by arm', () => {
    expect(spread(steps(palette.diverging.slice(0, 6)))).toBeLessThan(0.03 * 2);
    expect(spread(steps(palette.diverging.slice(5)))).toBeLessThan(0.03 * 2);
    expect(spread(steps(palette.diverging))).toBeLessThan(0.07 * 2);
    expect(spread(steps(palette.sequential))).toBeLessThan(0.07 * 2);
  });

  describe.each(Object.entries(EYES))('to eyes with %s', (_, seen) => {
    const darker = theme === 'light' ? -1 : 1;

    it('goes one way in lightness from zero to either end', () => {
      for (const arm of [palette.diverging.slice(0, 6).reverse(), palette.diverging.slice(5), palette.sequential]) {
        const changes = arm.slice(1).map((stop, i) => lightness(seen(stop)) - lightness(seen(arm[i] ?? stop)));
        for (const change of changes) expect(change * darker).toBeGreaterThan(0.01);
      }
    });

    it('keeps roles apart', () => {
      const roles = Object.values(palette.roles).map(seen);
      roles.forEach((a, i) => {
        for (const b of roles.slice(i + 1)) expect(distance(a, b)).toBeGreaterThanOrEqual(0.04);
      });
    });

    it('keeps negative and positive apart', () => {
      for (const magnitude of [0.2, 0.4, 0.7, 1]) {
        const [negative, positive] = [-magnitude, magnitude].map((at) => seen(colourAt(palette, 'diverging', at)));
        expect(distance(negative ?? 'black', positive ?? 'black')).toBeGreaterThan(0.04 + 0.06 * magnitude);
      }
    });
  });

  it('shows no colour at zero and the strongest at and beyond the range', () => {
    expect(colourAt(palette, 'diverging', 0)).toEqual(mix(palette.diverging[5] ?? palette.paper, palette.paper, 0));
    expect(colourAt(palette, 'diverging', 7)).toEqual(colourAt(palette, 'diverging', 1));
    expect(colourAt(palette, 'diverging', -7)).toEqual(colourAt(palette, 'diverging', -1));
    expect(colourAt(palette, 'sequential', -1)).toEqual(colourAt(palette, 'sequential', 0));
  });

  it('tabulates a map from its first stop to its last', () => {
    for (const map of ['diverging', 'sequential'] as const) {
      const table = colourTable(palette, map);
      const entry = (i: number): number[] => [...table.subarray(4 * i, 4 * i + 3)];
      expect(entry(0)).toEqual(palette[map][0]?.map((part) => Math.round(255 * part)));
      expect(entry(TABLE_SIZE - 1)).toEqual(palette[map].at(-1)?.map((part) => Math.round(255 * part)));
    }
  });

  it('lays a face on paper with a breath of its role, and darkens sides from top to bottom', () => {
    const bed = bedOf(palette, 'attention');
    expect(away(bed, palette.paper)).toBeLessThan(away(bed, palette.roles.attention));
    const sides = (['top', 'left', 'right', 'bottom'] as const).map((side) =>
      lightness(culoriOf(sideOf(palette, 'weight', side))),
    );
    expect(sides).toEqual(sides.toSorted((a, b) => b - a));
  });
});

describe('colours', () => {
  it('mixes as culori does in OKLab', () => {
    const [a, b] = [rgb('#1B5598'), rgb('#C18C45')];
    const [la, lb] = [oklab(culoriOf(a)), oklab(culoriOf(b))];
    const expected = { mode: 'oklab' as const, l: (la.l + lb.l) / 2, a: (la.a + lb.a) / 2, b: (la.b + lb.b) / 2 };
    expect(distance(culoriOf(mix(a, b, 0.5)), expected)).toBeLessThan(1e-4);
  });

  it('refuses what is not a colour', () => {
    expect(() => rgb('#12345')).toThrow(/#RRGGBB/);
  });

  it('gives probabilities a map of their own', () => {
    expect(valueMapOf('layers.2.attention.weights')).toBe('sequential');
    expect(valueMapOf('probabilities')).toBe('sequential');
    expect(valueMapOf('layers.2.attention.scores')).toBe('diverging');
    expect(valueMapOf('layers.2.attention.query.weight')).toBe('diverging');
  });
});

test('weights are coloured by the part that they belong to, in a hall too, and activations as ever', () => {
  const graph = hallGraph([{ name: 'sorter', graph: ALL['nano-sort'] ?? TIED }]);
  const role = (id: string) => roleByPart(graph.tensor(`sorter/${id}`));
  expect(['layers.0.attention.query.weight', 'layers.2.attention.output.bias'].map(role)).toEqual([
    'attention',
    'attention',
  ]);
  expect(['layers.1.ffn.up.weight', 'layers.1.ffn.down.bias'].map(role)).toEqual(['weight', 'weight']);
  expect(['layers.1.attention_norm.weight', 'final_norm.bias'].map(role)).toEqual(['normalisation', 'normalisation']);
  expect(['embedding.token.weight', 'logits.weight'].map(role)).toEqual(['embedding', 'embedding']);
  expect(['layers.1.ffn.up', 'layers.1.attention.scores'].map(role)).toEqual(['activation', 'attention']);
});
