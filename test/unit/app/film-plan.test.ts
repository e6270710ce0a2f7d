import { expect, test } from 'vitest';
import { planFilm } from '../../../src/app/film/plan.ts';

const tour = {
  tour: { title: 'The tour' },
  chapters: [
    { title: 'First', start: 0, end: 4.5, beats: [] },
    { title: 'Second', start: 4.5, end: 10, beats: [] },
  ],
  duration: 10,
};

test('a film is of the whole tour, of a chapter, or of a stretch of it', () => {
  expect(planFilm(tour, {})).toMatchObject({ title: 'The tour', from: 0, to: 10, frames: 300 });
  expect(planFilm(tour, { chapter: 1 })).toMatchObject({ title: 'Second', from: 4.5, to: 10, frames: 165 });
  expect(planFilm(tour, { from: 2, to: 4, fps: 5 })).toMatchObject({ title: 'The tour', from: 2, to: 4, frames: 10 });
  expect(planFilm(tour, { from: 9.999 }).frames).toBe(1);
});

test('it is 16 by 9, with sides that an encoder takes', () => {
  expect(planFilm(tour, {})).toMatchObject({ width: 1280, height: 720 });
  expect(planFilm(tour, { height: 1080 })).toMatchObject({ width: 1920, height: 1080 });
  const { width, height } = planFilm(tour, { height: 101 });
  expect([width % 2, height % 2]).toEqual([0, 0]);
  expect(width / height).toBeCloseTo(16 / 9, 1);
});

test.each([
  [{ chapter: 2 }, 'no chapter 2'],
  [{ chapter: -1 }, 'no chapter -1'],
  [{ from: 4, to: 4 }, 'from 4 to 4'],
  [{ to: 11 }, 'from 0 to 11'],
  [{ from: Number.NaN }, 'from NaN to 10'],
  [{ height: 20 }, 'not 20'],
  [{ height: 720.5 }, 'not 720.5'],
  [{ fps: 0 }, 'not 0'],
  [{ fps: Number.NaN }, 'not NaN'],
])('%o is refused', (options, reason) => {
  expect(() => planFilm(tour, options)).toThrow(reason);
});
