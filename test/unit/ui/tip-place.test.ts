import { expect, test } from 'vitest';
import { type Box, overlap } from '../../../src/ui/scene/box.ts';
import { leadersBetween } from '../../../src/ui/scene/tip-leader.ts';
import { type Avoid, placeTip } from '../../../src/ui/scene/tip-place.ts';

const view = { width: 1000, height: 700 };
const size = { width: 320, height: 220 };
const nothing: Avoid = { never: [], ways: [], hardly: [], ratherNot: [] };
const cellAt = (x: number, y: number): Box => ({ x: x - 6, y: y - 6, width: 12, height: 12 });
const placeFor = (target: Box, avoid: Partial<Avoid> = {}) =>
  placeTip({ size, target, hasLeader: true }, { ...nothing, ...avoid }, view);

test('the card is wholly in view, under the bar, never on its cell, and a leader reaches it', () => {
  for (let x = 0; x <= view.width; x += 40)
    for (let y = 60; y <= view.height; y += 40) {
      const { card, leader } = placeFor(cellAt(x, y));
      expect(card.x).toBeGreaterThanOrEqual(0);
      expect(card.y).toBeGreaterThanOrEqual(48);
      expect(card.x + card.width).toBeLessThanOrEqual(view.width);
      expect(card.y + card.height).toBeLessThanOrEqual(view.height);
      expect(overlap(card, cellAt(x, y))).toBe(0);
      expect(leader).toBeDefined();
    }
});

test('where there is room it keeps off labels and off the cells that the number was made from, and so does its leader', () => {
  const never = [
    { x: 456, y: 300, width: 200, height: 200 },
    { x: 456, y: 100, width: 200, height: 160 },
    { x: 60, y: 320, width: 90, height: 30 },
    { x: 340, y: 270, width: 40, height: 60 },
  ];
  const { card, leader } = placeFor(cellAt(400, 300), { never });
  for (const box of never) {
    expect(overlap(card, box)).toBe(0);
    for (const spot of leader?.spots ?? []) expect(overlap({ ...spot, width: 0.1, height: 0.1 }, box)).toBe(0);
  }
});

test('neither the card nor its leader lies over a line where there is another place', () => {
  const wall = [
    { x: 440, y: 0 },
    { x: 440, y: 700 },
  ];
  const { card, leader } = placeFor(cellAt(400, 300), { ways: [wall] });
  expect(card.x + card.width).toBeLessThan(440);
  for (const { x } of leader?.spots ?? []) expect(x).toBeLessThan(440);
});

test('it leaves the block that it speaks of free when there is room beside it, and else still shows itself', () => {
  const beside = { x: 350, y: 200, width: 160, height: 160 };
  const { card } = placeFor(cellAt(400, 300), { hardly: [], ratherNot: [beside] });
  expect(overlap(card, beside)).toBeLessThan(0.05 * 160 * 160);
  const everywhere = { x: 0, y: 0, width: 1000, height: 700 };
  expect(overlap(placeFor(cellAt(400, 300), { hardly: [], ratherNot: [everywhere] }).card, cellAt(400, 300))).toBe(0);
});

test('it does not follow the pointer at every step', () => {
  const places = Array.from({ length: 24 }, (_, step) => placeFor(cellAt(306 + step, 306)).card);
  expect(new Set(places.map(({ x, y }) => `${x} ${y}`)).size).toBeLessThanOrEqual(5);
});

test('what speaks of a whole block has no leader', () => {
  const block = { x: 300, y: 200, width: 200, height: 100 };
  const { card, leader } = placeTip({ size, target: block, hasLeader: false }, nothing, view);
  expect(leader).toBeUndefined();
  expect(overlap(card, block)).toBe(0);
});

test('leaders run from an edge of the cell to an edge of the card and touch neither on the way', () => {
  const cell = { x: 100, y: 100, width: 10, height: 20 };
  for (const card of [
    { x: 300, y: 300, ...size },
    { x: 20, y: 300, ...size },
    { x: 300, y: 60, ...size },
  ]) {
    const leaders = leadersBetween(cell, card);
    expect(leaders.length).toBeGreaterThan(0);
    for (const { start, spots } of leaders) {
      expect(overlap({ ...start, width: 0, height: 0 }, cell)).toBe(0);
      expect(start.x === 100 || start.x === 110 || start.y === 100 || start.y === 120).toBe(true);
      for (const spot of spots.slice(1, -1)) {
        expect(overlap({ ...spot, width: 0.01, height: 0.01 }, cell)).toBe(0);
        expect(overlap({ ...spot, width: 0.01, height: 0.01 }, card)).toBe(0);
      }
    }
  }
});
