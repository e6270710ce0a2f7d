import { expect, test } from 'vitest';
import { type Box, leaderOf, placeTip } from '../../../src/ui/scene/tip-place.ts';

const view = { width: 1000, height: 700 };
const card = { width: 320, height: 220 };

function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

test('the card is wholly in view, under the bar, and never on its cell', () => {
  for (let x = 0; x <= view.width; x += 40)
    for (let y = 60; y <= view.height; y += 40) {
      const cell = { x: x - 6, y: y - 6, width: 12, height: 12 };
      const place = placeTip(card, cell, { never: [], ratherNot: [] }, view);
      expect(place.x).toBeGreaterThanOrEqual(0);
      expect(place.y).toBeGreaterThanOrEqual(48);
      expect(place.x + place.width).toBeLessThanOrEqual(view.width);
      expect(place.y + place.height).toBeLessThanOrEqual(view.height);
      expect(overlaps(place, cell)).toBe(false);
    }
});

test('where there is room it keeps off labels and off the cells that the number was made from', () => {
  const cell = { x: 400, y: 300, width: 12, height: 12 };
  const never = [
    { x: 456, y: 300, width: 200, height: 200 },
    { x: 456, y: 100, width: 200, height: 160 },
    { x: 60, y: 320, width: 90, height: 30 },
  ];
  const place = placeTip(card, cell, { never, ratherNot: [] }, view);
  for (const box of never) expect(overlaps(place, box)).toBe(false);
});

test('it leaves the block that it speaks of free when there is room beside it, and else still shows itself', () => {
  const cell = { x: 400, y: 300, width: 12, height: 12 };
  const beside = { x: 350, y: 200, width: 160, height: 160 };
  const place = placeTip(card, cell, { never: [], ratherNot: [beside] }, view);
  const across = Math.min(place.x + 320, 510) - Math.max(place.x, 350);
  const down = Math.min(place.y + 220, 360) - Math.max(place.y, 200);
  expect(Math.max(0, across) * Math.max(0, down)).toBeLessThan(0.05 * 160 * 160);
  const everywhere = { x: 0, y: 0, width: 1000, height: 700 };
  expect(overlaps(placeTip(card, cell, { never: [], ratherNot: [everywhere] }, view), cell)).toBe(false);
});

test('it does not follow the pointer at every step', () => {
  const places = Array.from({ length: 24 }, (_, step) =>
    placeTip(card, { x: 300 + step, y: 300, width: 12, height: 12 }, { never: [], ratherNot: [] }, view),
  );
  expect(new Set(places.map(({ x, y }) => `${x} ${y}`)).size).toBeLessThanOrEqual(5);
});

test('the leader runs from the edge of the cell to an edge of the card', () => {
  const cell = { x: 100, y: 100, width: 10, height: 20 };
  const right = leaderOf({ x: 300, y: 300, width: 320, height: 200 }, cell);
  expect(right).toMatchObject({ x: 110, y: 110 });
  expect(right.path.endsWith('300 320')).toBe(true);
  const below = leaderOf({ x: 20, y: 300, width: 320, height: 200 }, cell);
  expect(below).toMatchObject({ x: 105, y: 120 });
  expect(below.path.endsWith('105 300')).toBe(true);
});
