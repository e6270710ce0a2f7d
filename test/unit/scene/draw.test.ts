import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../../src/architecture/build.ts';
import { movingCells } from '../../../src/scene/draw/moving-cells.ts';
import { Lighting } from '../../../src/scene/draw/solids.ts';
import { wallShadow } from '../../../src/scene/draw/wall-shadow.ts';
import type { Flow } from '../../../src/scene/geometry.ts';
import { boxOfRange } from '../../../src/scene/layout/cells.ts';
import { type RibbonPoint, ribbonPath } from '../../../src/scene/layout/ribbon-path.ts';
import { ribbonRuns } from '../../../src/scene/layout/ribbon-runs.ts';
import { layOut } from '../../../src/scene/layout.ts';
import { PALETTES } from '../../../src/scene/palette.ts';
import type { Mover } from '../../../src/scene/picture.ts';

const nano = layOut(
  buildGraph({
    model_type: 'gpt2',
    vocab_size: 3,
    n_positions: 11,
    n_embd: 48,
    n_layer: 3,
    n_head: 3,
    n_inner: 192,
    activation_function: 'gelu_new',
    layer_norm_epsilon: 1e-5,
    tie_word_embeddings: false,
  }),
  11,
  { aspect: 1.6 },
);

const bent: Flow = {
  from: 'a',
  to: 'b',
  role: 'activation',
  kind: 'vertical',
  path: [
    { x: 0, y: 0, z: -1 },
    { x: 0, y: -50, z: -1 },
    { x: -80, y: -50, z: -1 },
  ],
  startWidth: 11,
  endWidth: 11,
  strands: 11,
  radius: 13,
  strength: 1,
};

describe('ribbonPath', () => {
  it('rounds corners with the radius, between straight runs that stay where they are', () => {
    const points = ribbonPath(bent);
    const centre = { x: -13, y: -37 };
    for (const { x, y } of points) {
      if (x === 0 || y === -50) continue;
      expect(Math.hypot(x - centre.x, y - centre.y)).toBeCloseTo(13, 9);
    }
    expect(points[0]).toMatchObject({ x: 0, y: 0 });
    expect(points.at(-1)).toMatchObject({ x: -80, y: -50 });
    expect(points.at(-1)?.distance).toBeCloseTo(130 - 26 + (13 * Math.PI) / 2, 1);
  });

  it('goes across its own way everywhere', () => {
    const points = ribbonPath(bent);
    points.slice(1).forEach((point, i) => {
      const before = points[i] ?? point;
      const along = (point.x - before.x) * (point.acrossX + before.acrossX);
      expect(along + (point.y - before.y) * (point.acrossY + before.acrossY)).toBeCloseTo(0, 6);
    });
  });

  it('tapers from the width of its start to that of its end', () => {
    const widths = ribbonPath({ ...bent, endWidth: 3 }).map(({ halfWidth }) => 2 * halfWidth);
    expect(widths[0]).toBe(11);
    expect(widths.at(-1)).toBeCloseTo(3, 9);
    expect(widths).toEqual(widths.toSorted((a, b) => b - a));
  });

  it.each([0.01, 0.3, 1, 3])(
    'cuts no more than a fifth of a pixel off a corner where a cell has %d pixels',
    (cellSize) => {
      const outer = ({ x, y, acrossX, acrossY, halfWidth }: RibbonPoint) => ({
        x: x + 13 - acrossX * halfWidth,
        y: y + 37 - acrossY * halfWidth,
      });
      const points = ribbonPath(bent, cellSize);
      // With the ends of the straight runs that it joins.
      const turned = points.findIndex(({ acrossX }) => acrossX === 0);
      const first = points.findLastIndex(({ acrossY }, index) => index < turned && acrossY === 0);
      const corner = points.slice(first, turned + 1).map(outer);
      for (const [i, to] of corner.entries()) {
        const from = corner[i - 1] ?? to;
        const middle = Math.hypot((from.x + to.x) / 2, (from.y + to.y) / 2);
        expect((Math.hypot(to.x, to.y) - middle) * cellSize).toBeLessThan(0.2);
      }
      expect(corner.length).toBeGreaterThan(1);
      expect(corner.length).toBeLessThanOrEqual(ribbonPath(bent).length);
    },
  );

  it('has nothing to draw for a flow of no length', () => {
    expect(ribbonPath({ ...bent, path: [bent.path[0] ?? { x: 0, y: 0, z: 0 }] })).toEqual([]);
  });
});

describe('ribbonRuns', () => {
  it.each([0.2, 0.6, 1, 4])('follow one another along the whole way where a cell has %d pixels', (cellSize) => {
    const runs = ribbonRuns(bent, cellSize);
    expect([runs[0]?.from, runs.at(-1)?.to]).toEqual([ribbonPath(bent)[0], ribbonPath(bent, cellSize).at(-1)]);
    runs.slice(1).forEach(({ from }, index) => {
      expect(from).toEqual(runs[index]?.to);
    });
  });

  it('have details where the chevron is, on all of the way where strands stand apart, and nowhere on what is thin', () => {
    const share = (cellSize: number) => {
      const runs = ribbonRuns(bent, cellSize).filter(({ hasDetails }) => hasDetails);
      const covered = runs.reduce((sum, { from, to }) => sum + to.distance - from.distance, 0);
      return {
        covered: covered / (runs[0]?.length ?? 1),
        isAtChevron: runs.some(
          ({ from, to, length }) => from.distance <= 0.62 * length && 0.62 * length <= to.distance,
        ),
      };
    };
    expect(share(0.4)).toEqual({ covered: 0, isAtChevron: false });
    expect(share(4).covered).toBeCloseTo(1, 9);
    const chevron = share(1);
    expect(chevron.isAtChevron).toBe(true);
    expect(chevron.covered).toBeLessThan(0.3);
  });
});

describe('movingCells', () => {
  const query = 'layers.0.attention.query';
  const scores = 'layers.0.attention.scores';
  const mover: Mover = {
    from: { block: query, from: [0, 9, 0], to: [0, 9, 15] },
    to: { block: scores, from: [0, 9, 2], to: [0, 9, 2] },
    progress: 0,
    values: Float32Array.from({ length: 16 }, (_, i) => i - 8),
    scaleOf: query,
  };
  const scale = { map: 'diverging', range: 8 } as const;
  const cellsAt = (progress: number, change: Partial<Mover> = {}) =>
    movingCells({ ...mover, ...change, progress }, nano, scale, PALETTES.light);
  const boxOf = (block: string, cell: readonly number[]) => {
    const placed = nano.find(block);
    if (placed === undefined) throw new Error(`no ${block}`);
    return boxOfRange(placed, cell, cell);
  };

  it('leaves from each cell of its start', () => {
    cellsAt(0).forEach(({ x, y }, i) => {
      const { min, max } = boxOf(query, [0, 9, i]);
      expect(x).toBeCloseTo((min.x + max.x) / 2, 6);
      expect(y).toBeCloseTo((min.y + max.y) / 2, 6);
    });
  });

  it('arrives in the one cell that it becomes', () => {
    const { min, max } = boxOf(scores, [0, 9, 2]);
    for (const { x, y, z } of cellsAt(1)) {
      expect(x).toBeCloseTo((min.x + max.x) / 2, 6);
      expect(y).toBeCloseTo((min.y + max.y) / 2, 6);
      expect(z - max.z).toBeLessThan(1);
    }
  });

  it('carries only cells that have a number, in their colours', () => {
    const cells = cellsAt(0.5, { values: Float32Array.of(8, Number.NaN, -8) });
    expect(cells.map(({ colour }) => colour)).toEqual([
      PALETTES.light.diverging.at(-1)?.map((part) => expect.closeTo(part, 3)),
      PALETTES.light.diverging[0]?.map((part) => expect.closeTo(part, 3)),
    ]);
  });

  it('draws nothing between blocks that the model does not have', () => {
    expect(cellsAt(0.5, { to: { block: 'nowhere', from: [0], to: [0] } })).toEqual([]);
  });
});

describe('wallShadow', () => {
  it('falls to the right of and below a block, and nowhere far from all', () => {
    const shadow = wallShadow(nano);
    const placed = nano.find('layers.0.ffn.down.weight');
    if (shadow === undefined || placed === undefined) throw new Error('nano has a wall and a down projection');
    const { area, columns, rows, shares } = shadow;
    const shareAt = (x: number, y: number): number => {
      const column = Math.floor(((x - area.min.x) / (area.max.x - area.min.x)) * columns);
      const row = Math.floor(((area.max.y - y) / (area.max.y - area.min.y)) * rows);
      return shares[row * columns + column] ?? Number.NaN;
    };
    const { min, max } = placed.block.box;
    const [x, y] = [placed.origin.x + (min.x + max.x) / 2, placed.origin.y + (min.y + max.y) / 2];
    const distance = placed.origin.z + min.z - area.min.z;
    expect(shareAt(x + 0.35 * distance, y - 0.45 * distance)).toBeGreaterThan(150);
    expect(shareAt(area.min.x + 1, area.max.y - 1)).toBe(0);
    expect(shareAt(area.max.x - 1, area.min.y + 1)).toBe(0);
    expect(area.min.z).toBe(nano.box.min.z - 30);
  });
});

describe('Lighting', () => {
  it('dims nothing unless something is lit', () => {
    expect(new Lighting(undefined).dimOf('a', 0)).toBe(0);
  });

  it('dims other heads more than other blocks', () => {
    const lighting = new Lighting([{ block: 'a', slab: 1 }, { block: 'b' }]);
    expect(lighting.dimOf('a', 1)).toBe(0);
    expect(lighting.dimOf('b', 7)).toBe(0);
    expect(lighting.dimOf('c', 0)).toBe(0.42);
    expect(lighting.dimOf('a', 0)).toBeGreaterThanOrEqual(0.42);
    expect(lighting.dimOf('a', 0)).toBeLessThanOrEqual(0.5);
  });

  it('lights all that is in a module, and nothing that only begins like it', () => {
    const lighting = new Lighting([{ block: 'layers.1', isModule: true }, { block: 'ffn.up' }]);
    expect(lighting.dimOf('layers.1.ffn.up', 3)).toBe(0);
    expect(lighting.isLit('layers.1.ffn.up')).toBe(true);
    expect(lighting.dimOf('layers.10.ffn.up', 0)).toBeGreaterThan(0);
    expect(lighting.isLit('layers.10.ffn.up')).toBe(false);
    // A block's name begins that of its weight.
    expect(lighting.isLit('ffn.up.weight')).toBe(false);
  });

  it('lights a block that is named whole and by a head', () => {
    const lighting = new Lighting([{ block: 'a', slab: 1 }, { block: 'a' }, { block: 'a', slab: 2 }]);
    expect(lighting.dimOf('a', 0)).toBe(0);
  });
});
