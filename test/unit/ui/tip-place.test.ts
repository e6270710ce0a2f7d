import { expect, test } from 'vitest';
import { type Box, leaderPath, placeTip } from '../../../src/ui/scene/tip-place.ts';

const view = { width: 1000, height: 700 };
const card = { width: 320, height: 220 };

function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

test('the card is wholly in view, under the bar, and never on its cell', () => {
  for (let x = 0; x <= view.width; x += 40)
    for (let y = 60; y <= view.height; y += 40) {
      const cell = { x: x - 6, y: y - 6, width: 12, height: 12 };
      const place = placeTip(card, cell, [], view);
      expect(place.x).toBeGreaterThanOrEqual(0);
      expect(place.y).toBeGreaterThanOrEqual(48);
      expect(place.x + place.width).toBeLessThanOrEqual(view.width);
      expect(place.y + place.height).toBeLessThanOrEqual(view.height);
      expect(overlaps(place, cell)).toBe(false);
    }
});

test('where there is room it keeps off the cells that the number was made from', () => {
  const cell = { x: 400, y: 300, width: 12, height: 12 };
  const row = { x: 456, y: 300, width: 200, height: 200 };
  const column = { x: 456, y: 100, width: 200, height: 160 };
  const place = placeTip(card, cell, [row, column], view);
  expect(overlaps(place, row) || overlaps(place, column)).toBe(false);
});

test('the leader runs from the middle of the cell to an edge of the card', () => {
  const cell = { x: 100, y: 100, width: 10, height: 20 };
  const right = leaderPath({ x: 300, y: 300, width: 320, height: 200 }, cell);
  expect(right.startsWith('M105 110C')).toBe(true);
  expect(right.endsWith('300 320')).toBe(true);
  const below = leaderPath({ x: 20, y: 300, width: 320, height: 200 }, cell);
  expect(below.endsWith('105 300')).toBe(true);
});
