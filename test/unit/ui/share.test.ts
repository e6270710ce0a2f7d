import { expect, test } from 'vitest';
import { modeOf, plainAddress } from '../../../src/ui/mode.ts';
import { embedCode } from '../../../src/ui/share.ts';

const HASH = '#v=1&prompt=A"<B&tour=sorts@attention/a-row';

/** The address in a line of HTML, as a browser reads it. */
function sourceOf(code: string): URL {
  const [, source = ''] = /<iframe src="([^"]*)"/.exec(code) ?? [];
  return new URL(source.replaceAll('&lt;', '<').replaceAll('&quot;', '"').replaceAll('&amp;', '&'));
}

test('the code for another page leads to the same moment, embedded, whatever the address holds', () => {
  for (const page of ['https://example.org/cutaway/', 'https://example.org/?lang=en']) {
    const source = sourceOf(embedCode(page + HASH, 'Attention'));
    expect(modeOf(source)).toBe('embedded');
    expect(source.hash).toBe(new URL(page + HASH).hash);
    expect(plainAddress(source)).toBe(page);
  }
});

test('the title of the code cannot end its attribute', () => {
  expect(embedCode('https://example.org/#v=1', 'a "b" & <c>')).toContain('title="a &quot;b&quot; &amp; &lt;c>"');
});
