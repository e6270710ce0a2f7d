/** `npm run build`: installs what is missing and makes the static page in dist/. */
import { install, root } from './lib/install.js';

install();

const { build } = await import('vite');
await build({ root });
