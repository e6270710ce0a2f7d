import { describe, expect, it, test } from 'vitest';
import { Ground } from '../../../src/scene/labels/ground.ts';
import { type Candidate, place, type Surroundings } from '../../../src/scene/labels/place.ts';
import { covers, hullOf, outlined, type Rect } from '../../../src/scene/labels/room.ts';
import { type FaceCorners, slotsAround, slotsWithin } from '../../../src/scene/labels/slots.ts';
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

  it('writes on no link, and leads across streams only where there is no other way', () => {
    const candidate = named('block', faceAt(300, 300));
    const [first] = place([candidate], open);
    const over = new Ground([outlineOf('link', faceAt(first?.slot.text.left ?? 0, 0, 20, 600))]);
    expect(place([candidate], { ...open, links: over })[0]?.slot.name).not.toBe(first?.slot.name);
    const around = [faceAt(280, 280, 10, 80), faceAt(370, 280, 10, 80), faceAt(280, 280, 100, 10)];
    const barriers = new Ground(around.map((face) => outlineOf('stream', face)));
    expect(place([candidate], { ...open, barriers })[0]?.slot.name).toMatch(/^down/);
    const everywhere = new Ground([outlineOf('stream', faceAt(-100, -100, 1000, 800))]);
    expect(place([candidate], { ...open, barriers: everywhere })).toHaveLength(1);
  });

  it('puts the names of a company at one site, the first that is free for most of them', () => {
    const areas = [100, 300, 500].map((left) => (across: number, down: number) => ({
      x: left + 150 * across,
      y: 200 + 300 * down,
    }));
    const candidates = areas.map((at, index) => {
      const slots = () => slotsWithin(at, [size, { ...size, height: 16 }]);
      return { ...named(`layer${index}`, faceAt(0, 0)), company: 'layers', slots };
    });
    const sites = (more: Partial<Surroundings>) => place(candidates, { ...open, ...more }).map(({ slot }) => slot.site);
    expect(sites({})).toEqual(['1 1', '1 1', '1 1']);
    const onTwo = new Ground([outlineOf('block', faceAt(300, 450, 400, 60))]);
    const [site, ...others] = sites({ lit: onTwo });
    expect(site).not.toBe('1 1');
    expect(others).toEqual([site, site]);
    const low = new Ground([outlineOf('block', faceAt(0, 465, 800, 14)), outlineOf('block', faceAt(0, 0, 800, 460))]);
    const short = place(candidates, { ...open, lit: low });
    expect(short.map(({ slot }) => slot.lines)).toEqual([1, 1, 1]);
  });

  it('starts no leader at a place that something hides', () => {
    const hidden = { ...open, shows: (_: unknown, { x }: { x: number }) => x > 350 };
    const [placed] = place([named('block', faceAt(300, 300))], hidden);
    expect(placed?.slot.leader?.[0].x).toBeGreaterThan(350);
    // Another slab of the same block hides it as well.
    const behind = { ...open, shows: ({ slab }: { slab?: number }) => slab === undefined };
    expect(place([{ ...named('block', faceAt(300, 300)), slab: 1 }], behind)).toEqual([]);
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

test('a hull holds all of its spots and has no other corners', () => {
  const random = chance(5);
  for (let round = 0; round < 50; round++) {
    const spots = Array.from({ length: 8 }, () => ({ x: 100 * random(), y: 100 * random() }));
    const hull = hullOf(spots);
    for (const corner of hull.corners) expect(spots).toContain(corner);
    for (const { x, y } of spots) {
      const isCorner = hull.corners.some((corner) => corner.x === x && corner.y === y);
      expect(isCorner || covers(hull, { left: x, top: y, right: x, bottom: y })).toBe(true);
    }
  }
});

test('what lies under a rectangle is what covers it, wherever on the canvas', () => {
  const random = chance(7);
  const faces = Array.from({ length: 60 }, (_, index) =>
    outlineOf(`block${index}`, faceAt(1600 * random() - 200, 1200 * random() - 200, 300 * random(), 200 * random())),
  );
  const ground = new Ground(faces);
  for (let round = 0; round < 300; round++) {
    const [left, top] = [1600 * random() - 200, 1200 * random() - 200];
    const rect = { left, top, right: left + 120 * random(), bottom: top + 40 * random() };
    expect(ground.isUnder(rect)).toBe(faces.some((face) => covers(face, rect)));
    const isMeant = ({ id }: { readonly id: string }) => id.endsWith('7');
    expect(ground.isUnder(rect, isMeant)).toBe(faces.some((face) => isMeant(face) && covers(face, rect)));
  }
});
