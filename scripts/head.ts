/** What the page says of itself before its scripts run: to a tab, to a search, to whoever shows a preview of a link. */
import type { HtmlTagDescriptor, Plugin } from 'vite';
import strings from '#content/strings.json' with { type: 'json' };
import { PREVIEW } from './lib/preview-picture.js';

/**
 * Puts language, title, description and preview picture into the built page.
 * @param address Where the page will stand. Without it the picture has a relative address, which some previews do not follow.
 */
export function head(address: string | undefined): Plugin {
  const place = readAddress(address);
  return {
    name: 'head',
    transformIndexHtml: (html) => ({
      html: html.replace(/<html lang="[^"]*">/, `<html lang="${strings.locale}">`),
      tags: [
        { tag: 'title', children: strings['page.title'], injectTo: 'head' },
        ...Object.entries(descriptions(place)).map(([name, content]) => metaTag(name, content)),
        { tag: 'noscript', children: strings['page.noScript'], injectTo: 'body' },
      ],
    }),
  };
}

function descriptions(place: string): Readonly<Record<string, string>> {
  return {
    description: strings['page.description'],
    'og:type': 'website',
    'og:site_name': strings['page.title'],
    'og:title': strings['opening.title'],
    'og:description': strings['page.description'],
    ...(place !== '' && { 'og:url': place }),
    'og:image': place + PREVIEW.file,
    'og:image:width': String(PREVIEW.width),
    'og:image:height': String(PREVIEW.height),
    'og:image:alt': strings['page.preview'],
    'twitter:card': 'summary_large_image',
  };
}

/** Open Graph's own go by `property`. */
function metaTag(name: string, content: string): HtmlTagDescriptor {
  return { tag: 'meta', attrs: { [name.startsWith('og:') ? 'property' : 'name']: name, content }, injectTo: 'head' };
}

/** With a slash at its end, so that a file's name can follow; empty where none is known. */
function readAddress(address: string | undefined): string {
  if (address === undefined || address === '') return '';
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol))
    throw new Error(
      `CUTAWAY_ADDRESS is where the page will stand, such as https://example.org/cutaway/, not “${address}”.`,
    );
  const { href } = new URL(address);
  return href.endsWith('/') ? href : `${href}/`;
}
