import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { compileTour } from './compile.ts';

const MODULE = 'virtual:tours';
const RESOLVED = `\0${MODULE}`;

/** Of the page’s language, as `imports` in package.json has it. */
const CONTENT = dirname(createRequire(import.meta.url).resolve('#content/strings.json'));

/** Compiles every Markdown file of a folder of tours into the module `virtual:tours`. A mistake in one stops the build. */
export function tours(folder = join(CONTENT, 'tours')): Plugin {
  return {
    name: 'tours',
    resolveId: (id) => (id === MODULE ? RESOLVED : undefined),
    async load(id) {
      if (id !== RESOLVED) return undefined;
      const files = (await readdir(folder)).filter((name) => name.endsWith('.md')).sort();
      const compiled = await Promise.all(
        files.map(async (name) => {
          const file = join(folder, name);
          this.addWatchFile(resolve(file));
          return compileTour(await readFile(file, 'utf8'), file, basename(name, '.md'));
        }),
      );
      return `export default ${JSON.stringify(compiled)};`;
    },
  };
}
