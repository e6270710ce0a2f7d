import tours from 'virtual:tours';
import { describe, expect, it } from 'vitest';
import { compileTour } from '../../../scripts/tours/compile.ts';
import type { Beat } from '../../../src/narrative/tour.ts';

function compile(body: string) {
  return compileTour(`::tour{title="A tour"}\n\n# One\n\n## First\n\n${body}\n`, 'tour.md', 'tour');
}

function beatOf(body: string): Beat {
  const beat = compile(body).chapters[0]?.beats[0];
  if (beat === undefined) throw new Error('no beat');
  return beat;
}

describe('compileTour', () => {
  it('makes chapters of # and beats of ##', () => {
    const tour = compileTour(
      '::tour{title="T"}\n# One\n## A\nText.\n## B\nText.\n# Two\n## C\nText.\n',
      'tour.md',
      'the-id',
    );
    expect(tour.id).toBe('the-id');
    expect(tour.title).toBe('T');
    expect(tour.chapters.map(({ title, beats }) => [title, beats.map((beat) => beat.title)])).toEqual([
      ['One', ['A', 'B']],
      ['Two', ['C']],
    ]);
  });

  it('wants names that links can tell apart', () => {
    const tour = (one: string, other: string) =>
      compileTour(`::tour{title="T"}\n# One\n## ${one}\nText.\n## ${other}\nText.\n`, 'tour.md', 'id');
    expect(() => tour('A row', 'A row!')).toThrow('tour.md:5: links name this “a-row”');
    expect(() => tour('A row', '…')).toThrow('tour.md:5:');
    expect(tour('A row', 'Another row').chapters).toHaveLength(1);
  });

  it('keeps the cues of a beat in their order', () => {
    const { cues } = beatOf('Text.\n\n::look{at="a b" yaw=-10}\n::light\n\nMore.\n\n::rest{seconds=2}');
    expect(cues.map(({ kind }) => kind)).toEqual(['look', 'light', 'rest']);
    expect(cues[0]).toMatchObject({ at: [{ block: 'a' }, { block: 'b' }], yaw: -10, zoom: 1 });
  });

  it('reads every form of index', () => {
    const { cues } = beatOf(
      'Text.\n\n::outline{at="a.b[0, last, last-1, given+2, *, 1..last]"}\n::outline{at="c[max]"}',
    );
    const place = (from: string, offset: number) => ({ kind: 'place', from, offset });
    expect(cues[0]).toMatchObject({
      at: [
        {
          block: 'a.b',
          indices: [
            place('first', 0),
            place('last', 0),
            place('last', -1),
            place('given', 2),
            { kind: 'all' },
            { kind: 'span', first: place('first', 1), last: place('last', 0) },
          ],
        },
      ],
    });
    expect(cues[1]).toMatchObject({ at: [{ block: 'c', indices: [{ kind: 'extreme', of: 'max' }] }] });
  });

  it('puts numbers in the place of heads’ names', () => {
    const tour = (heads: string, body: string) =>
      compileTour(`::tour{title="T"}\n::heads{${heads}}\n# C\n## B\n\n${body}\n`, 'tour.md', 'id').chapters[0]
        ?.beats[0];
    const beat = tour('back=2.5', 'So :head{of=back} *does*.\n\n::light{at="layers.back.attention.weights[back]"}');
    expect(beat?.cues).toEqual([{ kind: 'light', at: [{ block: 'layers.2.attention.weights', slab: 5 }] }]);
    expect(JSON.stringify(beat?.text)).toContain('head 5 of layer 2');
    expect(() => tour('back=2', 'Text.')).toThrow('tour.md:2: heads: back is “2”, expected layer and head');
    expect(() => tour('back=2.5', 'So :head{of=front}.')).toThrow('tour.md:6: head: needs of=, one of back');
  });

  it('pairs when with the otherwise that follows, as blocks and within a line', () => {
    const { text } = beatOf(
      ':::when{claim=sorted}\nYes.\n:::\n:::otherwise\nNo.\n:::\n\nSo :when[this]{claim=in-order} :otherwise[that].',
    );
    expect(text[0]).toMatchObject({ kind: 'choice', claim: { kind: 'sorted' } });
    expect(JSON.stringify(text[0])).toContain('No.');
    const line = text[1]?.kind === 'paragraph' ? text[1].children : [];
    expect(line.map(({ kind }) => kind)).toEqual(['text', 'choice', 'text']);
  });

  it('links the symbols of a formula to their blocks', () => {
    const { text } = beatOf('$$\n\\block{layers.0.attention_norm}{x_1} + 1\n$$');
    expect(text[0]).toMatchObject({ kind: 'card', rows: [] });
    expect(JSON.stringify(text[0])).toContain('data-block=\\"layers.0.attention_norm\\"');
  });

  it('reads the rows under a formula', () => {
    const { text } = beatOf(':::formula\n$$\nx\n$$\n\n- the sum: :value{at="a[0]" take=sum} exactly\n:::');
    expect(text[0]).toMatchObject({
      kind: 'card',
      rows: [{ label: 'the sum', children: [{ kind: 'value', quantity: { take: 'sum' } }, { kind: 'text' }] }],
    });
  });

  it('keeps what a beat claims without asking, and figures among its words', () => {
    const { holds, text, cues } = beatOf(
      'One.\n\n::figure{kind=bars at="a[last, *]" temperature}\n\nTwo.\n\n::holds{claim=above at="a[0]" than=1}',
    );
    expect(holds).toMatchObject([{ kind: 'above', than: 1 }]);
    expect(text.map(({ kind }) => kind)).toEqual(['paragraph', 'figure', 'paragraph']);
    expect(text[1]).toMatchObject({ figure: { kind: 'bars', at: { block: 'a' }, temperature: true } });
    expect(cues).toEqual([]);
  });

  it('gives a text the time it takes to read at 220 words a minute, and never less than four seconds', () => {
    expect(beatOf('One two three.').readSeconds).toBe(4);
    expect(beatOf(Array.from({ length: 110 }, () => 'word').join(' ')).readSeconds).toBe(30);
  });
});

describe('virtual:tours', () => {
  it('holds every tour of the folder under the name of its file', async () => {
    const tour = await tours['how-a-transformer-sorts']?.();
    expect(tour?.default).toMatchObject({ id: 'how-a-transformer-sorts', title: 'How a transformer sorts' });
  });
});

describe('compileTour names file and line of', () => {
  it.each([
    ['an unknown directive', 'Text.\n\n::dance', /^tour\.md:9: there is no ::dance/],
    ['an unknown word in a line', 'Text.\nMore :dance.', /^tour\.md:8: there is no :dance.*\\:/],
    ['an unknown container', 'Text.\n\n:::dance\nx\n:::', /^tour\.md:9: there is no :::dance/],
    ['an unknown attribute', 'Text.\n\n::look{at=a speed=3}', /^tour\.md:9: look: has no attribute speed/],
    ['a number that is none', 'Text.\n\n::look{at=a yaw=left}', /^tour\.md:9: look: yaw is “left”, expected a number/],
    ['a time that runs backwards', 'Text.\n\n::rest{seconds=-1}', /^tour\.md:9: rest: seconds must be above 0/],
    ['a missing attribute', 'Text.\n\n::run', /^tour\.md:9: run: needs to=/],
    ['a bad address', 'Text.\n\n::compute{at="layers.0..x"}', /^tour\.md:9: compute: “layers\.0\.\.x” is no address/],
    ['a bad index', 'Text.\n\n::compute{at="a[frist]"}', /^tour\.md:9: compute: “frist” is no position/],
    ['max beside a range', 'Text.\n\n::outline{at="a[*, max]"}', /^tour\.md:9: outline: .* must be single places/],
    [
      'an axis there is not',
      'Text.\n\n::compute{at=a by=depth}',
      /^tour\.md:9: compute: by is “depth”, expected one of/,
    ],
    ['a claim there is not', ':::when{claim=nice}\nx\n:::', /^tour\.md:7: when: claim is “nice”, expected one of/],
    ['otherwise without when', 'Text.\n\n:::otherwise\nx\n:::', /^tour\.md:9: there is no :::otherwise.*after a when/],
    [
      'a measured mean that is no percentage',
      'In :measured[0.72]{at="a[0]"}.',
      /^tour\.md:7: measured: a mean is written as a percentage/,
    ],
    ['wrong TeX', 'So $\\frac{1$.', /^tour\.md:7: formula: KaTeX/],
    ['HTML', '<b>bold</b>', /^tour\.md:7: a tour's text cannot hold this \(html\)/],
    ['a row without a label', ':::formula\n$$\nx\n$$\n\n- just words\n:::', /^tour\.md:12: formula: a row begins/],
    [
      'a figure there is not',
      'Text.\n\n::figure{kind=pie at=a}',
      /^tour\.md:9: figure: kind is “pie”, expected one of/,
    ],
    ['bars of more than a row', 'Text.\n\n::figure{kind=bars at="a[*, *]"}', /^tour\.md:9: figure: at takes one row/],
    ['a beat without text', '::light', /^tour\.md:5: the beat “First” has no text/],
    ['a chapter without beats', 'Text.\n\n# Two', /^tour\.md:9: the chapter “Two” has no beat/],
  ])('%s', (_, body, message) => {
    expect(() => compile(body)).toThrow(message);
  });

  it('a tour without its title', () => {
    expect(() => compileTour('# One\n', 'tour.md', 'tour')).toThrow('tour.md:1: a tour begins with ::tour');
  });

  it('text outside a beat', () => {
    const markdown = '::tour{title="T"}\n\n# One\n\nWords.\n';
    expect(() => compileTour(markdown, 'tour.md', 'tour')).toThrow('tour.md:5: before this there must be a beat');
  });
});
