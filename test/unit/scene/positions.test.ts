import { describe, expect, it } from 'vitest';
import { partsByPosition } from '../../../src/scene/draw/positions.ts';
import type { Solid } from '../../../src/scene/draw/solids.ts';
import { MARGIN } from '../../../src/scene/layout/cells.ts';
import { layOut } from '../../../src/scene/layout.ts';
import { blockAt, SMALL, TOKENS } from './layouts.ts';

const graph = SMALL['a Llama with grouped queries'];
if (graph === undefined) throw new Error('the fixtures have a Llama with grouped queries');
const layout = layOut(graph, TOKENS, { aspect: 1.4 });
const DIM = 0.6;

/** All of a block's first face as one solid. */
function faceOf(id: string): { readonly solid: Solid; readonly block: ReturnType<typeof blockAt>['block'] } {
  const { block } = blockAt(layout, id);
  const [slab] = block.slabs;
  if (slab === undefined) throw new Error(`${id} has no slab`);
  const [width, height] = [slab.columns + 2 * MARGIN, slab.rows + 2 * MARGIN];
  const solid: Solid = {
    kind: 'values',
    role: block.tensor.role,
    corner: { x: 10, y: 20, z: -100 },
    width,
    height,
    thickness: 1,
    hasFace: true,
    hasSides: true,
    isNarrow: false,
    cellX: -MARGIN,
    cellY: -MARGIN,
    columns: slab.columns,
    rows: slab.rows,
    level: 0,
    firstWord: 0,
    edges: [-MARGIN, -MARGIN, slab.columns + MARGIN, slab.rows + MARGIN],
    dim: 0,
    behind: 0,
    depth: 100,
  };
  return { solid, block };
}

const areaOf = (solids: readonly Solid[]) => solids.reduce((sum, { width, height }) => sum + width * height, 0);

describe('a face with some positions talked about', () => {
  it('has the columns of those tokens in full colour and the others dimmed, and loses nothing', () => {
    const { solid, block } = faceOf('layers.0.ffn.up');
    const parts = partsByPosition(solid, block, { from: 2, to: 3 }, DIM);
    const faces = parts.filter(({ hasFace }) => hasFace);
    expect(faces.map(({ dim }) => dim)).toEqual([DIM, 0, DIM]);
    expect(areaOf(faces)).toBeCloseTo(areaOf([solid]), 9);
    const lit = faces[1];
    expect(lit).toMatchObject({ height: solid.height, cellX: 2 });
    expect(lit?.width).toBeCloseTo(2, 9);
    expect(lit?.corner.x).toBeCloseTo(solid.corner.x + MARGIN + 2, 9);
    expect(parts.filter(({ hasSides }) => hasSides).map(({ hasFace, kind }) => [hasFace, kind])).toEqual([
      [false, 'plain'],
    ]);
  });

  it('has the rows of the queries where they run down', () => {
    const { solid, block } = faceOf('layers.0.attention.scores');
    const [, ...faces] = partsByPosition(solid, block, { from: TOKENS - 1, to: TOKENS - 1 }, DIM);
    expect(faces.map(({ dim }) => dim)).toEqual([DIM, 0]);
    // The last row is the lowest, with the margin beneath it.
    expect(faces[1]).toMatchObject({ width: solid.width, corner: solid.corner, cellY: TOKENS - 1 });
    expect(faces[1]?.height).toBeCloseTo(1 + MARGIN, 9);
  });

  it('stands at its number in a part of the face too', () => {
    const { solid, block } = faceOf('layers.0.ffn.up');
    const rest: Solid = {
      ...solid,
      hasSides: false,
      corner: { ...solid.corner, x: 14 + MARGIN },
      width: TOKENS - 4 + MARGIN,
      cellX: 0,
      edges: [-MARGIN - 4, solid.edges[1], TOKENS - 4 + MARGIN, solid.edges[3]],
    };
    const [before, lit, after] = partsByPosition(rest, block, { from: 5, to: 5 }, DIM);
    expect([before?.width, lit?.width]).toEqual([expect.closeTo(1, 9), expect.closeTo(1, 9)]);
    expect([before?.dim, lit?.dim, after?.dim]).toEqual([DIM, 0, DIM]);
    expect(partsByPosition(rest, block, { from: 0, to: 3 }, DIM).map(({ dim }) => dim)).toEqual([DIM]);
  });

  it('stays as it is where no token has cells of its own', () => {
    const { solid, block } = faceOf('layers.0.ffn.up.weight');
    expect(partsByPosition(solid, block, { from: 0, to: 0 }, DIM)).toEqual([solid]);
  });
});
