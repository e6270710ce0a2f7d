/** What previews of links show: taken by `npm run picture` into public/, named in the page's head. Pixels. */
export const PREVIEW = /** @type {const} */ ({ file: 'preview.jpg', width: 1200, height: 630 });
