import { describe, expect, it } from 'vitest';
import { Ground } from '../../../src/scene/labels/ground.ts';
import { type Candidate, place, type Surroundings } from '../../../src/scene/labels/place.ts';
import { covers, outlined, type Rect } from '../../../src/scene/labels/room.ts';
import { type FaceCorners, slotsAround } from '../../../src/scene/labels/slots.ts';
import { chance } from './camera-models.ts';

const safe: Rect = { left: 0, top: 0, right: 800, bottom: 600 };
const open: Surroundings = {
  safe,
  limit: 16,
  taken: [],
  lit: new Ground([]),
  dimmed: new Ground([]),
  links: new Ground([]),
  ribbons: new Ground([]),
  barriers: new Ground([]),
  shows: () => true,
};
const size = { width: 80, height: 30, middle: 9 };

const faceAt = (left: number, top: number, width = 60, height = 40): FaceCorners => ({
  topLeft: { x: left, y: top },
  topRight: { x: left + width, y: top },
  bottomRight: { x: left + width, y: top + height },
  bottomLeft: { x: left, y: top + height },
});
const outlineOf = (id: string, face: FaceCorners) => ({
  id,
  slab: 0,
  ...outlined([face.topLeft, face.topRight, face.bottomRight, face.bottomLeft]),
});
const named = (id: string, face: FaceCorners, more: Partial<Candidate> = {}): Candidate => ({
  kind: id,
  id,
  rank: 3,
  area: 2400,
  depth: 100,
  slots: () => slotsAround(face, size),
  worst: 'dimmed',
  ...more,
});
const overlap = (a: Rect, b: Rect) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

describe('placing labels', () => {
  it('never lets two labels, a label and a leader, or a label and a face meet, nor a label leave the canvas', () => {
    const random = chance(3);
    for (let round = 0; round < 30; round++) {
      const faces = Array.from({ length: 40 }, (_, index) => ({
        id: `block${index}`,
        face: faceAt(780 * random(), 580 * random()),
      }));
      const lit = faces.map(({ id, face }) => outlineOf(id, face));
      const placed = place(
        faces.map(({ id, face }) => named(id, face, { area: random() })),
        { ...open, lit: new Ground(lit) },
      );
      expect(placed.length).toBeGreaterThan(0);
      expect(placed.length).toBeLessThanOrEqual(16);
      placed.forEach(({ slot }, index) => {
        expect(slot.text.left >= 0 && slot.text.right <= 800 && slot.text.top >= 0 && slot.text.bottom <= 600).toBe(
          true,
        );
        for (const face of lit) expect(covers(face, slot.text)).toBe(false);
        for (const other of placed.slice(index + 1)) {
          expect(overlap(slot.text, other.slot.text)).toBe(false);
          const [from, to] = other.slot.leader ?? [];
          if (!from || !to) continue;
          const leader = {
            left: Math.min(from.x, to.x),
            right: Math.max(from.x, to.x),
            top: Math.min(from.y, to.y),
            bottom: Math.max(from.y, to.y),
          };
          expect(overlap(slot.text, leader)).toBe(false);
        }
      });
    }
  });

  it('writes what is wanted most where there is room for one', () => {
    const narrow = { ...open, limit: 1 };
    const face = faceAt(300, 300);
    const ids = (candidates: Candidate[]) => place(candidates, narrow).map(({ candidate }) => candidate.id);
    expect(ids([named('large', face, { area: 9e5 }), named('accent', face, { rank: 0 })])).toEqual(['accent']);
    expect(ids([named('small', face), named('large', face, { area: 9e5 })])).toEqual(['large']);
  });

  it('names a kind once, at its nearest instance', () => {
    const candidates = [
      named('layers.0.up', faceAt(100, 100)),
      named('layers.1.up', faceAt(500, 100), { depth: 60 }),
    ].map((candidate) => ({ ...candidate, kind: 'up' }));
    expect(place(candidates, open).map(({ candidate }) => candidate.id)).toEqual(['layers.1.up']);
  });

  it('keeps a label where it was while that place is free, and at its instance until another is clearly nearer', () => {
    const face = faceAt(300, 300);
    const memory = new Map([['up', { id: 'layers.0.up', slot: 'down 0.78 60' }]]);
    const here = { ...named('layers.0.up', face), kind: 'up' };
    const [kept] = place([here], open, memory);
    expect(kept?.slot.name).toBe('down 0.78 60');
    const [fresh] = place([here], open);
    expect(fresh?.slot.name).not.toBe('down 0.78 60');

    const nearer = (depth: number) => ({ ...named('layers.1.up', faceAt(500, 300), { depth }), kind: 'up' });
    expect(place([here, nearer(95)], open, memory)[0]?.candidate.id).toBe('layers.0.up');
    expect(place([here, nearer(50)], open, memory)[0]?.candidate.id).toBe('layers.1.up');
    const blocked = { ...open, taken: [kept?.slot.text ?? safe] };
    expect(place([here], blocked, memory)[0]?.slot.name).not.toBe('down 0.78 60');
  });

  it('writes on dimmed faces only where there is no other ground, and on lit ones never', () => {
    const everywhere = outlineOf('other', faceAt(-100, -100, 1000, 800));
    const candidate = named('block', faceAt(300, 300));
    expect(place([candidate], { ...open, dimmed: new Ground([everywhere]) })).toHaveLength(1);
    expect(place([candidate], { ...open, lit: new Ground([everywhere]) })).toHaveLength(0);
  });

  it('writes on ribbons only where there is no other ground, and what needs ground on nothing else', () => {
    const everywhere = outlineOf('other', faceAt(-100, -100, 1000, 800));
    const candidate = named('block', faceAt(300, 300));
    const needy = { ...candidate, worst: 'crossing' } as const;
    expect(place([needy], { ...open, dimmed: new Ground([everywhere]) })).toHaveLength(0);
    expect(place([needy], { ...open, ribbons: new Ground([everywhere]) })).toHaveLength(0);
    expect(place([candidate], { ...open, ribbons: new Ground([everywhere]) })).toHaveLength(1);
    const [first] = place([candidate], open);
    const ribbon = outlineOf('stream', faceAt(first?.slot.text.left ?? 0, 0, 20, 600));
    const [placed] = place([candidate], { ...open, ribbons: new Ground([ribbon]) });
    expect(placed && covers(ribbon, placed.slot.text)).toBe(false);
  });

  it('starts no leader at a place that something hides', () => {
    const hidden = { ...open, shows: (_: string, { x }: { x: number }) => x > 350 };
    const [placed] = place([named('block', faceAt(300, 300))], hidden);
    expect(placed?.slot.leader?.[0].x).toBeGreaterThan(350);
  });
});

describe('a convex outline', () => {
  const slanted = outlined([
    { x: 0, y: 100 },
    { x: 200, y: 0 },
    { x: 200, y: 40 },
    { x: 0, y: 140 },
  ]);

  it.each([
    ['in its corner of the bounds, above the slope', { left: 5, top: 5, right: 60, bottom: 40 }, false],
    ['on the slope', { left: 80, top: 50, right: 120, bottom: 80 }, true],
    ['around all of it', { left: -10, top: -10, right: 300, bottom: 300 }, true],
    ['beside it', { left: 201, top: 0, right: 240, bottom: 40 }, false],
  ])('covers a rectangle %s: %s', (_, rect, expected) => {
    expect(covers(slanted, rect)).toBe(expected);
    expect(covers(outlined([...slanted.corners].reverse()), rect)).toBe(expected);
    expect(covers(outlined([...slanted.corners, ...slanted.corners.slice(0, 1)]), rect)).toBe(expected);
  });
});
