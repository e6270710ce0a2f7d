/** `npm start`: installs what is missing, serves the page and opens it where there is a desktop. `npm start -- --port N`: at that port. */
import { parseArgs } from 'node:util';
import { install, root } from './lib/install.js';

const { port } = parseArgs({ options: { port: { type: 'string' } } }).values;

install();

const { createServer } = await import('vite');
const desktop =
  process.platform === 'darwin' ||
  process.platform === 'win32' ||
  Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
const server = await createServer({
  root,
  server: { open: desktop && !process.env.CI, port: port === undefined ? undefined : Number(port) },
  clearScreen: false,
});
await server.listen();
console.log('\n  Cutaway is running. Open');
server.printUrls();
