/** This moment for others: as a link, and as the line of HTML that puts it into another page. */
import type { App } from '../app/app.ts';
import { copy } from './copy.ts';
import { word } from './words.ts';

export async function copyLink(app: App): Promise<void> {
  const copied = isWithoutModel(app) ? 'share.linkWithoutModel' : 'share.linkCopied';
  await copy(app, app.link(), word(copied), word('share.linkFailed'));
}

export async function copyEmbedCode(app: App): Promise<void> {
  const copied = isWithoutModel(app) ? 'share.embedWithoutModel' : 'share.embedCopied';
  await copy(app, embedCode(app.link(), document.title), word(copied), word('copy.failed'));
}

/** Files of the reader's own are at no address. */
function isWithoutModel(app: App): boolean {
  return app.model.value?.isAddressable === false;
}

/** The line of HTML that shows a link's moment in another page: scene and transport only. */
export function embedCode(link: string, title: string): string {
  const [address = '', hash = ''] = link.split('#');
  const source = `${address}${address.includes('?') ? '&' : '?'}embed#${hash}`;
  return `<iframe src="${escaped(source)}" title="${escaped(title)}" width="800" height="500" style="border: 0" loading="lazy"></iframe>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
