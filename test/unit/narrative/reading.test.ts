import { beforeAll, describe, expect, it } from 'vitest';
import { compileTour } from '../../../scripts/tours/compile.ts';
import { plainText, readText } from '../../../src/narrative/reading.ts';
import type { StageSource } from '../../../src/narrative/stage.ts';
import { formatNumber, formatShare, writerOf } from '../../../src/narrative/written.ts';
import { loadSorter, type Sorter, saidFigure } from './nano-sort.ts';

let sorter: Sorter;
let source: StageSource;

beforeAll(async () => {
  sorter = await loadSorter();
  source = await sorter.run('AACBAB');
});

/** One beat's text as it reads when six tokens are there. */
function read(body: string, { run = source, tokens = 6, answered = 0 } = {}): string {
  const tour = compileTour(`::tour{title="T"}\n# C\n## B\n\n${body}\n`, 'tour.md', 't');
  const text = tour.chapters[0]?.beats[0]?.text ?? [];
  return plainText(readText(text, { source: run, tokens, answered }), saidFigure)
    .replace(/\s+/g, ' ')
    .trim();
}

function number(id: string, cell: number): number {
  return source.read(id)?.data[cell] ?? Number.NaN;
}

describe('live text', () => {
  it('sets a letter in quote marks, but not a quote mark', () => {
    const body = 'Position 1 holds “:letter{position=1}”.';
    const marked = { ...source, words: source.words.with(1, '“') };
    expect(read(body)).toBe(`Position 1 holds “${source.words[1]}”.`);
    expect(read(body, { run: marked })).toBe('Position 1 holds “.');
  });

  it('holds the numbers of the run', () => {
    const value = number('embedding', 5 * 48 + 7);
    expect(read('It is :value{at="embedding[last, 7]" digits=5}.')).toBe(`It is ${formatNumber(value, 5)}.`);
  });

  it('tells a cell that can be gone to with each number', () => {
    const text = compileTour('::tour{title="T"}\n# C\n## B\n:value{at="embedding[last, 7]"}\n', 'tour.md', 't');
    const [paragraph] = readText(text.chapters[0]?.beats[0]?.text ?? [], { source, tokens: 6, answered: 0 });
    const [node] = paragraph?.kind === 'paragraph' ? paragraph.children : [];
    expect(node).toMatchObject({ kind: 'value', cells: { block: 'embedding', from: [5, 7], to: [5, 7] } });
    expect(node?.kind === 'value' && node.value).toBe(number('embedding', 5 * 48 + 7));
  });

  it('measures rows', () => {
    const row = [...(source.read('embedding')?.data.slice(5 * 48, 6 * 48) ?? [])];
    const mean = row.reduce((sum, value) => sum + value, 0) / 48;
    const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 48;
    expect(read(':value{at="embedding[last, *]" take=mean digits=6}')).toBe(formatNumber(mean, 6));
    expect(read(':value{at="embedding[last, *]" take=deviation digits=6}')).toBe(formatNumber(Math.sqrt(variance), 6));
    const rms = Math.sqrt(variance + mean ** 2);
    expect(read(':value{at="embedding[last, *]" take=rms digits=6}')).toBe(formatNumber(rms, 6));
  });

  it('takes a softmax apart: an exponent over their sum is the share', () => {
    const at = (what: string) => Number(read(`:value{at="layers.0.attention.${what} digits=6}`));
    const exponent = at('scores[0, last, 2]" take=exponent');
    const sum = at('scores[0, last, 2]" take=exponents');
    expect(exponent / sum).toBeCloseTo(at('weights[0, last, 2]"'), 4);
  });

  it('counts only the tokens that are there', () => {
    const share = ':value{at="layers.0.attention.weights[0, last, *]" take=sum}';
    expect([read(share), read(share, { tokens: 9 })]).toEqual(['1.00', '1.00']);
    expect(read(':letter{position=last} :index{at="tokens[last]"}', { tokens: 9 })).toBe('A 8');
    expect(read(':size{at=embedding axis=channel} :size{at=embedding axis=token}', { tokens: 9 })).toBe('48 9');
  });

  it('names letters', () => {
    expect(read(':letters{of=given}; :letters{of=sorted}; :letter{position=2}')).toBe('A A C B A B; A A A B B C; C');
    expect(read(':letter{at="logits[last, max]"}')).toBe('A');
  });

  it('finds tokens by how they are written, and by what was there before', async () => {
    const place = (index: string, run = source) => read(`:index{at="tokens[${index}]"}`, { run });
    // A A C B A B: the last that was there before is the B at 5, and after the B at 3 came the A at 4.
    expect(['the(C)', 'the(A)', 'the(B)-1', 'repeat', 'again'].map((index) => place(index))).toEqual([
      '2',
      '4',
      '4',
      '5',
      '4',
    ]);
    const fewer = (index: string) => read(`:index{at="tokens[${index}]"}`, { tokens: 3 });
    expect(['the(C)', 'the(B)', 'repeat', 'again'].map(fewer)).toEqual(['2', '…', '1', '1']);
    expect(read(':letter{at="logits[last, entry(B)]"}:letter{at="logits[last, id(2)]"}')).toBe('BC');
    expect(() => read(':index{at="logits[last, entry(Z)]"}')).toThrow('the vocabulary has no “Z”');
    const asked = (index: string) => read(`:when[yes]{claim=there at="tokens[${index}]"} :otherwise[no]`);
    expect([asked('the(C)'), asked('the(Z)'), asked('the(C)+9'), asked('the(Z)..last')]).toEqual([
      'yes',
      'no',
      'no',
      'no',
    ]);
  });

  it('takes of a span of tokens what is there', () => {
    const sum = (span: string) => read(`:value{at="layers.0.attention.weights[0, last, ${span}]" take=sum digits=5}`);
    expect(sum('2..40')).toBe(sum('2..last'));
    expect(sum('last-40..1')).toBe(sum('0..1'));
    expect(sum('7..40')).toBe('…');
  });

  it('reads the stream through the lens', () => {
    const seenAfter = (stream: string) => read(`:letter{lens=${stream}} :value{lens=${stream} digits=4}`);
    const shares = [...(source.read('probabilities')?.data ?? [])].slice(5 * 3, 6 * 3);
    expect(seenAfter('layers.2.ffn_residual')).toBe(`A ${formatNumber(Math.max(...shares), 4)}`);
    expect(seenAfter('embedding')).not.toBe(seenAfter('layers.2.ffn_residual'));
    expect(read(':when[yes]{claim=lens-agrees at=layers.2.ffn_residual} :otherwise[no]')).toBe('yes');
    const agrees = seenAfter('embedding').startsWith('A');
    expect(read(':when[yes]{claim=lens-agrees at=embedding} :otherwise[no]')).toBe(agrees ? 'yes' : 'no');
  });

  it('says the numbers of its figures', () => {
    const figure = (line: string) => read(`Text.\n\n::figure{${line}}`);
    const share = (letter: number) => formatShare(number('probabilities', 5 * 3 + letter), 3);
    expect(figure('kind=bars at="probabilities[last, *]"')).toBe(`Text. A ${share(0)}, B ${share(1)}, C ${share(2)}.`);
    expect(figure('kind=lens at="embedding layers.2.ffn_residual"')).toMatch(
      new RegExp(`^Text\\. After the embedding: A .*; after layer 2: A ${share(0)}, B ${share(1)}, C ${share(2)}\\.$`),
    );
    const score = formatNumber(number('layers.0.attention.scores', 5 * 11), 2);
    const weight = formatShare(number('layers.0.attention.weights', 5 * 11), 3);
    expect(figure('kind=softmax at="layers.0.attention.weights[0, last, *]"')).toContain(
      `Text. A: score ${score}, share ${weight}; A: score`,
    );
    expect(
      figure('kind=pattern at="layers.0.attention.weights[*, last, *]"').match(/Head \d: position 5 \(B\)/g),
    ).toHaveLength(3);
    const inputs = [...(source.read('layers.0.ffn.up')?.data.slice(5 * 192, 6 * 192) ?? [])];
    expect(figure('kind=curve at="layers.0.ffn.activated[last, *]"')).toContain(
      `GELU of 192 numbers: ${formatNumber(Math.min(...inputs))}, the smallest, becomes`,
    );
  });

  it('does not tell an answer before it is chosen', () => {
    const text = 'Then :letter{answer=1}. :when[All sorted.]{claim=sorted} :when[Right.]{claim=right answer=1}';
    expect(read(text, { answered: 1 })).toBe('Then ….');
    expect(read(text, { answered: 2 })).toBe('Then A. Right.');
    expect(read(text, { answered: 6, tokens: 11 })).toBe('Then A. All sorted. Right.');
  });

  it('tells the answers that were drawn, most probable or not, and behind them what is most probable', () => {
    const text = ':letters{of=answers} :when[Right.]{claim=right answer=0} :otherwise[Wrong.]';
    const drawn = { ...source, answers: [2, 1] };
    expect(read(text, { run: drawn, answered: 2 })).toBe('C B Wrong.');
    expect(read(text, { run: { ...drawn, ids: source.ids.slice(0, 6) }, answered: 1 })).toBe('C Wrong.');
    expect(read(text, { run: { ...source, answers: [] }, answered: 1 })).toBe('A Right.');
  });

  it('says what is true and leaves out what is not known', async () => {
    const text = ':when[In order.]{claim=in-order} :otherwise[Mixed.]';
    expect(read(text)).toBe('Mixed.');
    expect(read(text, { run: await sorter.run('AABBCC') })).toBe('In order.');
    expect(read(text, { run: sorter.idle, tokens: 0 })).toBe('');
    const compare = (than: number) =>
      read(`:when[yes]{claim=above at="probabilities[last, max]" than=${than}} :otherwise[no]`);
    expect([compare(0.5), compare(1.5)]).toEqual(['yes', 'no']);
  });
});

describe('a written number', () => {
  it.each([
    [0.95163, '0.952'],
    [-4.6712, '−4.67'],
    [106.94, '106.9'],
    [85728, '85,728.0'],
    [1234567.89, '1,234,567.9'],
    [-0.0001, '−0.00010'],
    [4.2e-5, '4.2e−5'],
    [0, '0.000'],
    [0.0004, '0.00040'],
    [0.0006, '0.001'],
    [0.9994, '0.999'],
    [0.9999999, '1.00'],
    [1, '1.00'],
    [-0.9996, '−1.00'],
    [99.994, '99.99'],
    [99.996, '100.0'],
    [Number.NEGATIVE_INFINITY, '−∞'],
  ])('%d is %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it('has the decimals that are asked for, whatever the size', () => {
    const written = [formatNumber(0.9999999, 3), formatNumber(99.996, 2), formatNumber(12.5, 0), formatNumber(0.3, 0)];
    expect(written).toEqual(['1.000', '100.00', '13', '0']);
    expect([formatNumber(0.0004, 2), formatNumber(0.0004, 0)]).toEqual(['0.00040', '0']);
  });

  it('is less than its last decimal where it is a share that would read as none', () => {
    expect([0, 0.0004, 0.25].map((share) => formatShare(share))).toEqual(['0.000', '< 0.001', '0.250']);
    // What is left of one may come out a little below nothing.
    expect([formatShare(0.0004, 2), formatShare(-6e-8, 3)]).toEqual(['< 0.01', '0.000']);
    expect(writerOf('layers.1.attention.weights')(0.0004)).toBe('< 0.001');
    expect(writerOf('layers.1.attention.output')(0.0004)).toBe('0.00040');
  });
});

describe('“How a transformer sorts”', () => {
  it('says that equal letters have equal columns, and they have', async () => {
    const columns = source.read('embedding.token')?.data ?? new Float32Array();
    const [first, second] = [columns.slice(0, 48), columns.slice(48, 96)];
    expect(first).toEqual(second);
  });

  it('says that the first columns stay when an answer is appended, and they do', async () => {
    const stream = 'layers.2.ffn_residual';
    const whole = source.read(stream)?.data ?? new Float32Array();
    const alone = (await sorter.trace('AACBAB')).get(stream)?.data ?? new Float32Array();
    expect(alone).toHaveLength(6 * 48);
    for (const [index, value] of alone.entries()) expect(value).toBeCloseTo(whole[index] ?? Number.NaN, 4);
  });
});
