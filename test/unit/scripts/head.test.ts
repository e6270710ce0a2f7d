import type { HtmlTagDescriptor } from 'vite';
import { describe, expect, it } from 'vitest';
import { head } from '../../../scripts/head.ts';

/** The content of a meta tag in the built page's head. */
function meta(address: string | undefined, name: string): unknown {
  const { transformIndexHtml } = head(address);
  if (typeof transformIndexHtml !== 'function') throw new Error('no transform');
  const { tags } = Reflect.apply(transformIndexHtml, undefined, ['<html lang="en">']) as { tags: HtmlTagDescriptor[] };
  return tags.find(({ attrs }) => attrs?.property === name || attrs?.name === name)?.attrs?.content;
}

describe('the head of the built page', () => {
  it('names its picture by the address that the page will stand at', () => {
    for (const address of ['https://example.org/a', 'https://example.org/a/'])
      expect(meta(address, 'og:image')).toBe('https://example.org/a/preview.jpg');
    expect(meta('https://example.org/a', 'og:url')).toBe('https://example.org/a/');
  });

  it('names it relative to the page where no address is known', () => {
    for (const address of [undefined, '']) {
      expect(meta(address, 'og:image')).toBe('preview.jpg');
      expect(meta(address, 'og:url')).toBeUndefined();
    }
  });

  it('refuses what is no address of a page', () => {
    for (const address of ['example.org', 'ftp://example.org/']) expect(() => head(address)).toThrow(address);
  });
});
