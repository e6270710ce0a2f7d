/** A matrix with the names of its rows and columns as comma-separated values, RFC 4180. Pure. */

export interface Table {
  /** What the names of the rows and those of the columns are. */
  readonly corner: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly values: readonly number[] }[];
}

export function csvOf({ corner, columns, rows }: Table): string {
  const lines = [[corner, ...columns], ...rows.map(({ name, values }) => [name, ...values.map(numeral)])];
  return lines.map((fields) => `${fields.map(quoted).join(',')}\r\n`).join('');
}

/** Commas, quotes and ends of lines within a field need quotes around it. */
function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

/** The most digits that a float32 needs. */
const DIGITS = 9;

/** The shortest decimal that is the same float32 again; inf, -inf and nan as C, NumPy and R read them. */
function numeral(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  for (let digits = 1; digits < DIGITS; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(Number(value.toPrecision(DIGITS)));
}
