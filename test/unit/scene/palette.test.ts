import {
  converter,
  differenceEuclidean,
  filterDeficiencyDeuter,
  filterDeficiencyProt,
  filterDeficiencyTrit,
} from 'culori';
import { describe, expect, it } from 'vitest';
import {
  bedOf,
  colourAt,
  colourTable,
  mix,
  PALETTES,
  type Rgb,
  rgb,
  sideOf,
  TABLE_SIZE,
  valueMapOf,
} from '../../../src/scene/palette.ts';

const oklab = converter('oklab');
const distance = differenceEuclidean('oklab');
const culoriOf = ([r, g, b]: Rgb) => ({ mode: 'rgb' as const, r, g, b });
const away = (a: Rgb, b: Rgb): number => distance(culoriOf(a), culoriOf(b));
const lightness = (colour: Rgb): number => oklab(culoriOf(colour)).l;
const steps = (stops: readonly Rgb[]): number[] => stops.slice(1).map((stop, i) => away(stops[i] ?? stop, stop));
const spread = (values: readonly number[]): number => Math.max(...values) / Math.min(...values) - 1;

describe.each(['light', 'dark'] as const)('the %s palette', (theme) => {
  const palette = PALETTES[theme];

  it('steps evenly through its value maps, arm by arm', () => {
    expect(spread(steps(palette.diverging.slice(0, 6)))).toBeLessThan(0.03 * 2);
    expect(spread(steps(palette.diverging.slice(5)))).toBeLessThan(0.03 * 2);
    expect(spread(steps(palette.diverging))).toBeLessThan(0.07 * 2);
    expect(spread(steps(palette.sequential))).toBeLessThan(0.07 * 2);
  });

  it('goes one way in lightness from zero to either end', () => {
    const signOfArm = theme === 'light' ? -1 : 1;
    for (const arm of [palette.diverging.slice(0, 6).reverse(), palette.diverging.slice(5), palette.sequential]) {
      const changes = arm.slice(1).map((stop, i) => lightness(stop) - lightness(arm[i] ?? stop));
      for (const change of changes) expect(change * signOfArm).toBeGreaterThan(0);
    }
  });

  it('keeps roles apart for every kind of colour blindness', () => {
    const least = theme === 'light' ? 0.05 : 0.04;
    // In culori's simulation (Machado 2009) one pair of dark roles is closer: embeddings and attention, 0.036 for deuteranopes.
    const blindnesses = [
      { filter: filterDeficiencyProt(1), apart: least },
      { filter: filterDeficiencyDeuter(1), apart: theme === 'light' ? least : 0.035 },
      { filter: filterDeficiencyTrit(1), apart: least },
    ];
    const roles = Object.values(palette.roles);
    for (const { filter, apart } of blindnesses) {
      const seen = roles.map((role) => filter(culoriOf(role)));
      seen.forEach((a, i) => {
        for (const b of seen.slice(i + 1)) expect(distance(a, b)).toBeGreaterThanOrEqual(apart);
      });
    }
  });

  it('keeps negative and positive apart for red-green blindness', () => {
    for (const filter of [filterDeficiencyProt(1), filterDeficiencyDeuter(1)]) {
      for (const magnitude of [0.4, 0.7, 1]) {
        const [negative, positive] = [-magnitude, magnitude].map((at) =>
          filter(culoriOf(colourAt(palette, 'diverging', at))),
        );
        expect(distance(negative ?? 'black', positive ?? 'black')).toBeGreaterThan(0.1);
      }
    }
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
      lightness(sideOf(palette, 'weight', side)),
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
