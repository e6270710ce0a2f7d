/** `npm start`: installs what is missing, serves the page and opens it where there is a desktop. */
import { install, root } from './lib/install.js';

install();

const { createServer } = await import('vite');
const desktop =
  process.platform === 'darwin' ||
  process.platform === 'win32' ||
  Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
const server = await createServer({ root, server: { open: desktop && !process.env.CI }, clearScreen: false });
await server.listen();
console.log('\n  Cutaway is running. Open');
server.printUrls();
