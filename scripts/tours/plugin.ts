import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { compileTour } from './compile.ts';

const MODULE = 'virtual:tours';
const RESOLVED = `\0${MODULE}`;

/** Of the page’s language, as `imports` in package.json has it. */
const CONTENT = dirname(createRequire(import.meta.url).resolve('#content/strings.json'));

/**
 * Compiles each Markdown file of a folder of tours into a module of its own, `virtual:tours/<name>`, which is fetched when it is
 * told; `virtual:tours` loads them by name. A mistake in one stops the build.
 */
export function tours(folder = join(CONTENT, 'tours')): Plugin {
  return {
    name: 'tours',
    resolveId: (id) => (id === MODULE || id.startsWith(`${MODULE}/`) ? `\0${id}` : undefined),
    async load(id) {
      if (id === RESOLVED) {
        const names = (await readdir(folder)).filter((name) => name.endsWith('.md')).map((name) => name.slice(0, -3));
        const loaders = names.map((name) => `${JSON.stringify(name)}: () => import('${MODULE}/${name}')`);
        return `export default { ${loaders.join(', ')} };`;
      }
      if (!id.startsWith(`${RESOLVED}/`)) return undefined;
      const name = id.slice(RESOLVED.length + 1);
      const file = join(folder, `${name}.md`);
      this.addWatchFile(resolve(file));
      return `export default ${JSON.stringify(compileTour(await readFile(file, 'utf8'), file, name))};`;
    },
  };
}
