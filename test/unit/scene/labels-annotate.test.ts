import { describe, expect, it } from 'vitest';
import { makeEye } from '../../../src/scene/camera/lens.ts';
import { poseOf } from '../../../src/scene/camera/pose.ts';
import type { Layout } from '../../../src/scene/geometry.ts';
import { annotate, type Frame, type Words } from '../../../src/scene/labels/annotate.ts';
import { tokenLettersAt } from '../../../src/scene/labels/letters.ts';
import { marksOf } from '../../../src/scene/marks/marks.ts';
import { PALETTES } from '../../../src/scene/palette.ts';
import { pick } from '../../../src/scene/pick.ts';
import type { View } from '../../../src/scene/picture.ts';
import { traverse } from '../../../src/scene/tiles/traverse.ts';
import { LARGE, laidOut, NANO, VIEWPORT } from './camera-models.ts';

const nano = laidOut(NANO, 11);
const large = laidOut(LARGE, 64);
const palette = PALETTES.light;
const letters = 'AACBABAAABB';

const nameOf = (id: string) => {
  if (/^layers\.\d+$/.test(id)) return { name: `Layer ${id.slice(7)}`, details: ['a layer'] };
  return nano.find(id) || large.find(id)
    ? { name: id.split('.').slice(-2).join(' '), details: ['a shape'] }
    : undefined;
};
const words: Words = {
  names: {
    block: nameOf,
    group: nameOf,
    plate: () => undefined,
    head: (index) => `Head ${index}`,
    count: String,
    span: String,
  },
  letter: (axis, index) => (axis === 'token' || axis === 'key' ? letters[index] : undefined),
};
/** Every letter is half as wide as it is high. */
const measure = (text: string, { size }: { readonly size: number }) => (text.length * size) / 2;

function frameOf(layout: Layout, view: Partial<View>, more: Partial<Frame> = {}): Frame {
  const pose = poseOf({ blocks: [], yaw: -27, pitch: 12, zoom: 1, ...view }, layout, VIEWPORT);
  const eye = makeEye(pose, VIEWPORT);
  const picture = { named: [], outlines: [], links: [] };
  const { slabs, flows } = traverse(layout.root, eye);
  return { eye, layout, slabs, flows, picture, insets: VIEWPORT.insets, given: 6, density: 1, palette, ...more };
}
const write = (frame: Frame) => annotate(frame, words, measure, new Map());
const scores = 'layers.0.attention.scores';
const onScores: Partial<View> = { blocks: [scores], zoom: 0.5 };

describe('writing on a frame', () => {
  it('names layers and blocks of a whole model, never more than sixteen, all within the free area', () => {
    for (const layout of [nano, large]) {
      const { lines, memory } = write(frameOf(layout, {}));
      expect(memory.size).toBeGreaterThan(5);
      expect(memory.size).toBeLessThanOrEqual(16);
      expect(memory.has('layers.0')).toBe(true);
      for (const { text, face, at, angle } of lines) {
        expect(at.x).toBeGreaterThan(VIEWPORT.insets.left);
        expect(at.x + (angle === 0 ? measure(text, face) : 0)).toBeLessThan(VIEWPORT.width);
        expect(at.y).toBeLessThan(VIEWPORT.height - VIEWPORT.insets.bottom);
      }
    }
  });

  it('counts evenly where there are many layers', () => {
    const layers = [...write(frameOf(large, {})).memory.keys()].flatMap(
      (kind) => /^layers\.(\d+)$/.exec(kind)?.[1] ?? [],
    );
    expect(layers.length).toBeGreaterThan(3);
    for (const layer of layers) expect(Number(layer) % 10).toBe(0);
  });

  it('letters a row that is framed on the band that has it, in front or not, and not on another one', () => {
    const id = 'probabilities';
    const block = large.find(id)?.block;
    const [first] = block?.slabs ?? [];
    if (block === undefined || first === undefined) throw new Error('no bands');
    expect(block.slabs.length).toBeGreaterThan(1);
    const vocabulary = {
      ...words,
      letter: (axis: string, index: number) => (axis === 'vocab' ? `w${index}` : undefined),
    };
    const said = (row: number) => {
      const range = { block: id, from: [63, row], to: [63, row] };
      const picture = { named: [id], outlines: [{ range, style: 'accent' as const }], links: [] };
      const frame = frameOf(large, { blocks: [id] }, { picture });
      return annotate(frame, vocabulary, measure, new Map()).lines.filter(
        ({ colour }) => colour === palette.accentText,
      );
    };
    const written = (row: number) => said(row).flatMap(({ text }) => /^w\d+/.exec(text) ?? []);
    for (const row of [3, first.rows + 3]) expect(written(row)).toEqual([`w${row}`]);
  });

  it('writes fewer labels at a lower density, and none at zero', () => {
    expect(write(frameOf(nano, {}, { density: 0.25 })).memory.size).toBe(4);
    expect(write(frameOf(nano, {}, { density: 0 })).memory.size).toBe(0);
  });

  it('names in the accent what the story names', () => {
    const { lines } = write(frameOf(nano, onScores, { picture: { named: [scores], outlines: [], links: [] } }));
    const label = lines.find(({ text }) => text === 'attention scores');
    expect(label?.colour).toBe(palette.accentText);
    expect(lines.filter(({ text }) => text === 'attention weights').every(({ colour }) => colour === palette.ink)).toBe(
      true,
    );
  });

  it('names no dimmed block, unless the story names it, and strips only from near', () => {
    const near = frameOf(nano, { ...onScores, zoom: 0.25 });
    const lit = [{ block: scores }];
    const weights = 'layers.0.attention.weights';
    const kinds = (frame: Frame) =>
      [...write(frame).memory].map(([kind, { id }]) => (kind === id ? id : `layers.0.${kind}`));
    const blocks = (frame: Frame) => kinds(frame).filter((id) => nano.find(id));
    expect(blocks({ ...near, picture: { named: [], outlines: [], links: [], lit } })).toEqual([scores]);
    expect(blocks({ ...near, picture: { named: [weights], outlines: [], links: [], lit } }).sort()).toEqual([
      scores,
      weights,
    ]);

    const bias = 'layers.0.attention.key.bias';
    const all = { named: [], outlines: [], links: [] };
    expect(blocks(near)).not.toContain(bias);
    expect(blocks({ ...near, picture: { ...all, named: [bias] } })).toContain(bias);
    expect(blocks(frameOf(nano, { blocks: [bias], zoom: 1 }))).toContain(bias);
  });

  it('names the heads of one large stack at their feet, those in full colour first and in ink, then from front to back', () => {
    const weights = 'layers.0.attention.weights';
    const lit = [{ block: weights, slab: 1 }];
    const frame = frameOf(
      nano,
      { blocks: [weights], zoom: 0.7 },
      { picture: { named: [], outlines: [], links: [], lit } },
    );
    const heads = write(frame).lines.filter(({ text }) => /^Head \d$/.test(text));
    expect(heads.map(({ text }) => text)).toEqual(['Head 1', 'Head 0', 'Head 2']);
    expect(heads.map(({ colour }) => colour)).toEqual([palette.ink, palette.ink2, palette.ink2]);
    for (const { at, text } of heads) {
      expect(pick(nano, frame.eye, at.x + 2, at.y)?.block, text).not.toBe(weights);
      expect(pick(nano, frame.eye, at.x + 6, at.y - 30)?.block, text).toBe(weights);
    }
    expect(write(frameOf(nano, {})).lines.some(({ text }) => text.startsWith('Head'))).toBe(false);
  });

  it('writes no name on a link', () => {
    const query = 'layers.0.attention.query';
    const range = (block: string, ...cells: number[][]) => ({ block, from: cells[0] ?? [], to: cells.at(-1) ?? [] });
    const link = { from: range(query, [0, 9, 0], [0, 9, 15]), to: range(scores, [0, 9, 2]), progress: 1 };
    const picture = { named: [query, scores], outlines: [], links: [link] };
    const frame = frameOf(nano, { blocks: [query, scores], zoom: 0.6 }, { picture });
    const { labels } = write(frame);
    expect(labels.length).toBeGreaterThan(2);
    for (const { points } of marksOf(picture, nano, frame.eye, palette)) {
      for (const { x, y } of points) {
        const isUnderLabel = labels.some((at) => x > at.left && x < at.right && y > at.top && y < at.bottom);
        expect(isUnderLabel).toBe(false);
      }
    }
  });

  it('puts letters along the block under the pointer, the pointed ones in the accent', () => {
    const frame = frameOf(nano, onScores);
    expect(write(frame).lines.some(({ text }) => text === 'C')).toBe(false);

    const { lines } = write({ ...frame, pointed: { block: scores, cell: [0, 9, 2] } });
    const written = lines.filter(({ text }) => text.length === 1 && 'ABC'.includes(text));
    expect(written).toHaveLength(2 * letters.length);
    const accented = written.filter(({ face }) => face.weight === 600);
    expect(accented.map(({ text }) => text).sort()).toEqual([letters[9], letters[2]].sort());
    for (const { colour } of accented) expect(colour).toBe(palette.accentText);
  });

  it('writes tokens that the model made in another colour than those that were given', () => {
    const { lines } = write({ ...frameOf(nano, onScores), pointed: { block: scores } });
    const written = lines.filter(({ text }) => /^[ABC]$/.test(text));
    const made = written.filter(({ colour }) => colour === palette.roles.attention);
    expect(made.map(({ text }) => text).join('')).toBe(letters.slice(6).repeat(2));
    expect(written).toHaveLength(2 * letters.length);
  });

  it('puts all letters along what is told, smaller where they are close, none of those that are yet to come', () => {
    const query = 'layers.0.attention.query';
    const lit = [
      { block: query, slab: 0 },
      { block: scores, slab: 0 },
    ];
    const told = { named: [], outlines: [], links: [], lit };
    const lettersIn = (zoom: number, known = letters.length) => {
      const letter: Words['letter'] = (axis, index) => (index < known ? words.letter(axis, index) : undefined);
      const frame = frameOf(nano, { blocks: [query, scores], zoom }, { picture: told });
      return annotate(frame, { ...words, letter }, measure, new Map()).lines.filter(({ text }) => /^[ABC]$/.test(text));
    };
    expect(lettersIn(0.6)).toHaveLength(3 * letters.length);
    expect(lettersIn(0.6, 6)).toHaveLength(3 * 6);
    const small = lettersIn(0.4);
    expect(small.length % letters.length).toBe(0);
    expect(small.length).toBeGreaterThan(0);
    for (const { face } of small) {
      expect(face.size).toBeGreaterThanOrEqual(8.5);
      expect(face.size).toBeLessThan(11);
    }
    expect(lettersIn(0.3)).toEqual([]);
  });

  it('writes the letters of blocks in full colour only where they are few', () => {
    const lit = ['query', 'key', 'value', 'scores', 'weights'].map((name) => ({ block: `layers.0.attention.${name}` }));
    const blocks = lit.map(({ block }) => block);
    const linesOf = (count: number) => {
      const picture = { named: [], outlines: [], links: [], lit: lit.slice(0, count) };
      return write(frameOf(nano, { blocks, zoom: 1 }, { picture })).lines.filter(({ text }) => /^[ABC]$/.test(text));
    };
    expect(linesOf(4).length).toBeGreaterThan(0);
    expect(linesOf(5)).toEqual([]);
  });

  it('stands a name over the letters of its block, without a leader', () => {
    const query = 'layers.0.attention.query';
    const picture = { named: [], outlines: [], links: [], lit: [{ block: query, slab: 0 }] };
    const { lines, memory } = write(frameOf(nano, { blocks: [query, scores], zoom: 0.5 }, { picture }));
    expect([...memory.values()].find(({ id }) => id === query)?.slot).toBe('letters 0');
    const name = lines.find(({ text }) => text === 'attention query');
    const row = lines.filter(({ text }) => /^[ABC]$/.test(text));
    expect(row).toHaveLength(letters.length);
    expect(name?.at.x).toBeCloseTo(row[0]?.at.x ?? Number.NaN, 5);
    const shape = lines.find(({ text }) => text === 'a shape');
    const isAbove = row.every(({ at }) => (shape?.at.y ?? 0) < at.y);
    const isBelow = row.slice(0, 3).every(({ at }) => (name?.at.y ?? 0) > at.y);
    expect(isAbove || isBelow).toBe(true);
  });

  it('numbers axes without letters, leaving out what has no room', () => {
    const block = 'layers.0.ffn.up.weight';
    const frame = frameOf(
      nano,
      { blocks: [block], yaw: 0, pitch: 0, zoom: 0.8 },
      { pointed: { block, cell: [5, 77] } },
    );
    const numbers = write(frame)
      .lines.filter(({ face }) => face.size <= 11 && face.weight !== 500)
      .map(({ text, face }) => ({ value: Number(text), weight: face.weight }))
      .filter(({ value }) => Number.isInteger(value));
    const accented = numbers.filter(({ weight }) => weight === 600).map(({ value }) => value);
    expect(accented.sort((a, b) => a - b)).toEqual([5, 77]);
    expect(numbers.length).toBeLessThan(120);
  });

  it('numbers and names axes beside a solid: on its side in paper where that is wide, past its top', () => {
    const block = 'layers.0.attention.output.weight';
    const cells = [{ block, from: [0, 0], to: [7, 9] }];
    const frame = frameOf(nano, { blocks: [block], cells, zoom: 0.7 }, { pointed: { block, cell: [0, 4] } });
    const { lines } = write(frame);
    const named = lines
      .filter(({ text }) => text.endsWith('→'))
      .map(({ text, colour, angle }) => ({ text, colour, angle }));
    expect(named).toEqual([
      { text: 'channel →', colour: palette.ink2, angle: 0 },
      { text: 'mixed channel →', colour: palette.paper, angle: 90 },
    ]);
    const pointed = lines.filter(({ face }) => face.weight === 600).map(({ text, colour }) => ({ text, colour }));
    expect(pointed).toEqual([
      { text: '4', colour: palette.accentText },
      { text: '0', colour: palette.paper },
    ]);
    for (const { text, at } of lines.filter(({ text }) => /^\d+$/.test(text))) {
      const under = pick(nano, frame.eye, at.x, at.y);
      expect(under?.cell, text).toBeUndefined();
    }
  });

  it('tells where the letters of each token stand, and of numbers nothing', () => {
    const frame = frameOf(nano, onScores, { pointed: { block: scores, cell: [2, 7, 3] } });
    const { tokens, lines } = write(frame);
    expect(new Set(tokens.map(({ position }) => position)).size).toBe(11);
    for (const { block, position, room } of tokens) {
      const [x, y] = [(room.left + room.right) / 2, (room.top + room.bottom) / 2];
      const near = tokenLettersAt(tokens, { x, y }, 0);
      expect([block, near?.room]).toEqual([scores, room]);
      const written = lines.find(({ at }) => at.x >= room.left && at.x < room.right && at.y === room.bottom);
      expect(written?.text).toBe(letters[position]);
    }
    const first = tokens[0]?.room ?? { left: 0, top: 0, right: 0, bottom: 0 };
    const beside = { x: first.left - 400, y: first.top };
    expect(tokenLettersAt(tokens, beside, 6)).toBeUndefined();
    const weights = 'layers.0.attention.output.weight';
    const cells = [{ block: weights, from: [0, 0], to: [7, 9] }];
    const numbered = frameOf(nano, { blocks: [weights], cells, zoom: 0.7 }, { pointed: { block: weights } });
    expect(write(numbered).tokens).toEqual([]);
  });

  it('measures edges: at most four lines, each length once', () => {
    const dimensions = write(frameOf(nano, {})).lines.filter(({ face }) => face.weight === 500 && face.size === 11);
    const lengths = dimensions.map(({ text }) => text);
    expect(lengths.length).toBeGreaterThan(0);
    expect(lengths.length).toBeLessThanOrEqual(4);
    expect(new Set(lengths).size).toBe(lengths.length);
    for (const length of lengths) expect(['11', '16', '48', '192', '3']).toContain(length);
  });

  it('leaves labels where they are while the camera turns a little', () => {
    const before = write(frameOf(nano, {}));
    const turned = annotate(frameOf(nano, { yaw: -26.5 }), words, measure, before.memory);
    const kept = [...before.memory].filter(([kind, { slot }]) => turned.memory.get(kind)?.slot === slot);
    expect(kept.length).toBeGreaterThanOrEqual(before.memory.size - 2);
  });
});
