import { describe, expect, test } from 'vitest';
import { csvOf } from '../../../src/ui/matrix/csv.ts';
import { namesOf } from '../../../src/ui/matrix/names.ts';
import { npyOf } from '../../../src/ui/matrix/npy.ts';
import { sorted } from '../../../src/ui/matrix/order.ts';
import { cellOf, placeOf, planMatrix, readSlab } from '../../../src/ui/matrix/plan.ts';
import { fitCell, nameStep, scrolledTo, zoomed } from '../../../src/ui/matrix/zoom.ts';

describe('a matrix', () => {
  test('has the last axis across, unless it is the longer one', () => {
    expect(planMatrix([3, 11, 11])).toMatchObject({ slabAxis: 0, rowAxis: 1, columnAxis: 2, rows: 11, columns: 11 });
    expect(planMatrix([11, 48])).toMatchObject({ rowAxis: 1, columnAxis: 0, rows: 48, columns: 11 });
    expect(planMatrix([48])).toMatchObject({ rowAxis: 0, columnAxis: undefined, rows: 48, columns: 1 });
  });

  test('shows each number of the block in one cell', () => {
    for (const shape of [[3, 4, 5], [3, 5, 4], [2, 7], [4, 2], [6]]) {
      const plan = planMatrix(shape);
      const data = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, index) => index);
      const slabs = plan.slabAxis === undefined ? 1 : (shape[plan.slabAxis] ?? 1);
      const seen = new Set<number>();
      for (let slab = 0; slab < slabs; slab++) {
        const valueAt = readSlab(plan, data, slab);
        for (let row = 0; row < plan.rows; row++)
          for (let column = 0; column < plan.columns; column++) {
            const cell = cellOf(plan, { slab, row, column });
            expect(placeOf(plan, cell)).toEqual({ slab, row, column });
            expect(valueAt(row, column)).toBe(cell.reduce((flat, index, axis) => flat * (shape[axis] ?? 1) + index, 0));
            seen.add(valueAt(row, column));
          }
      }
      expect(seen.size).toBe(data.length);
    }
  });
});

describe('sorting', () => {
  const values = [0.5, -Infinity, 2, Number.NaN, 0.5, -3, 2];
  const order = sorted(values.length, (index) => values[index] ?? 0);
  const shown = values.map((_, place) => order.indexAt(place));

  test('puts the largest first, what is masked and then what is no number last, equal ones as they were', () => {
    expect(shown).toEqual([2, 6, 0, 4, 5, 1, 3]);
  });

  test('knows where each one stands', () => {
    expect(shown.map((index) => order.placeOf(index))).toEqual(values.map((_, place) => place));
  });
});

describe('zooming', () => {
  const plan = planMatrix([192, 48]);
  const room = { width: 280, height: 286 };

  test('begins with all columns in view', () => {
    for (const columns of [1, 3, 11, 48, 768]) {
      const square = planMatrix([columns, columns]);
      expect(fitCell(square, 268) * columns).toBeLessThanOrEqual(268);
    }
  });

  test('keeps the cell under the anchor where it is', () => {
    const from = { cell: 6, left: 12, top: 300 };
    const anchor = { x: 100, y: 40 };
    const to = zoomed(from, 2, anchor, plan, room);
    expect(to.cell).toBe(12);
    expect((to.left + anchor.x) / to.cell).toBeCloseTo((from.left + anchor.x) / from.cell);
    expect((to.top + anchor.y) / to.cell).toBeCloseTo((from.top + anchor.y) / from.cell);
  });

  test('ends where digits read well, and where all of the matrix is in view', () => {
    const from = { cell: 6, left: 0, top: 0 };
    const near = zoomed(from, 1e6, { x: 0, y: 0 }, plan, room);
    expect(near.cell).toBeGreaterThan(24);
    expect(near.cell).toBeLessThan(100);
    expect(zoomed(from, 1e-6, { x: 0, y: 0 }, plan, room).cell * plan.rows).toBeCloseTo(room.height);
  });

  test('scrolls no further than a cell needs', () => {
    expect(scrolledTo(0, 3, 25, 275)).toBe(0);
    expect(scrolledTo(0, 11, 25, 275)).toBe(25);
    expect(scrolledTo(500, 3, 25, 275)).toBe(75);
  });

  test('writes names far enough apart, at round numbers', () => {
    expect(nameStep(25, 13)).toBe(1);
    expect(nameStep(5.6, 13)).toBe(5);
    expect(nameStep(0.35, 22)).toBe(100);
  });
});

describe('the names of rows and columns', () => {
  const words = ['Once', 'upon', 'a', 'time', 'understanding'];
  const reader = { wordAt: (_axis: string, index: number) => words[index] };
  const scores = { axes: [{ name: 'head' }, { name: 'token' }, { name: 'key' }] as const };
  const plan = planMatrix([2, 5, 5]);

  test('are tokens alone where columns stand in their places, and say the place where they are sorted', () => {
    expect(namesOf(reader, scores, plan, false).ofColumn(1)).toBe('upon');
    expect(namesOf(reader, scores, plan, true).ofColumn(1)).toBe('1 upon');
    expect(namesOf(reader, scores, plan, false).ofRow(1)).toBe('1 upon');
  });

  test('are whole for a table: no two of them are equal', () => {
    const names = namesOf(reader, scores, plan, false);
    expect(names.ofRow(4)).toBe('4 understa…');
    expect([names.ofRowInFull(4), names.ofColumnInFull(4)]).toEqual(['4 understanding', '4 understanding']);
    const wordless = namesOf({ wordAt: () => undefined }, scores, plan, false);
    expect([wordless.ofRowInFull(3), wordless.ofColumnInFull(3)]).toEqual(['3', '3']);
  });
});

describe('a .npy file', () => {
  /** As numpy.lib.format reads it. */
  function parse(bytes: Uint8Array) {
    const view = new DataView(bytes.buffer);
    const length = view.getUint16(8, true);
    const header = new TextDecoder('latin1').decode(bytes.subarray(10, 10 + length));
    const start = 10 + length;
    const numbers = Array.from({ length: (bytes.length - start) / 4 }, (_, i) => view.getFloat32(start + 4 * i, true));
    return { magic: [...bytes.subarray(0, 8)], header, start, numbers };
  }

  test('says version, order and shape, and begins its numbers at a multiple of 64', () => {
    const { magic, header, start } = parse(npyOf([3, 11, 16], new Float32Array(528)));
    expect(magic).toEqual([0x93, ...[...'NUMPY'].map((letter) => letter.charCodeAt(0)), 1, 0]);
    expect(header.trimEnd()).toBe("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 11, 16), }");
    expect(header.endsWith('\n')).toBe(true);
    expect(start % 64).toBe(0);
  });

  test('writes a vector’s shape as a tuple of one', () => {
    expect(parse(npyOf([48], new Float32Array(48))).header).toContain("'shape': (48,), }");
  });

  test('keeps every number as it is, infinities and NaN too', () => {
    const numbers = [-Infinity, Number.NaN, Infinity, -0, 1e-45, 3.4028234663852886e38];
    expect(parse(npyOf([2, 3], Float32Array.from(numbers))).numbers).toEqual(numbers.map(Math.fround));
  });
});

describe('CSV', () => {
  test('has the names around the numbers, quoted where they must be', () => {
    const rows = [
      { name: '0 ,', values: [1, -0.5] },
      { name: '1 "', values: [Number.NEGATIVE_INFINITY, Number.NaN] },
    ];
    expect(csvOf({ corner: 'token / key', columns: ['A', '\n'], rows })).toBe(
      'token / key,A,"\n"\r\n"0 ,",1,-0.5\r\n"1 """,-inf,nan\r\n',
    );
  });

  test('writes the shortest number that is the same float32 again', () => {
    const values = [0.1, 1 / 3, 16_777_217, -1e-45, 3.4028234663852886e38, 2.5e-8].map(Math.fround);
    const [, line = ''] = csvOf({ corner: '', columns: values.map(String), rows: [{ name: '', values }] }).split(
      '\r\n',
    );
    const written = line.split(',').slice(1);
    expect(written.map((text) => Math.fround(Number(text)))).toEqual(values);
    expect(written[0]).toBe('0.1');
    expect(written[1]).toBe('0.33333334');
  });
});
