/** Serves the page three ways for the browser tests: in dev, built and isolated, built on a plain static host under a sub-path. */
import { fileURLToPath } from 'node:url';
import { build, createServer } from 'vite';
import type { TestProject } from 'vitest/node';
import { serveStatic } from './support/static-host.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Addresses of the page, by how it is served. */
    pages: { readonly dev: string; readonly built: string; readonly plain: string };
  }
}

const root = fileURLToPath(new URL('../..', import.meta.url));

export default async function serve(project: TestProject): Promise<() => Promise<void>> {
  const folder = `${root}.cache/dist`;
  await build({ root, logLevel: 'warn', build: { outDir: folder, emptyOutDir: true } });
  const built = await serveStatic({ folder, path: '/', isolated: true });
  const plain = await serveStatic({ folder, path: '/some/where/', isolated: false });
  const dev = await createServer({
    root,
    logLevel: 'warn',
    // Its own: what another dev server optimises at the same time would be served under other names.
    cacheDir: `${root}.cache/vite`,
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
  });
  await dev.listen();
  const address = dev.resolvedUrls?.local[0];
  if (address === undefined) throw new Error('Vite served no address');
  project.provide('pages', { dev: address, built: built.url, plain: plain.url });
  return async () => {
    built.close();
    plain.close();
    await dev.close();
  };
}
