import { defaultClientConditions, defineConfig, type Plugin } from 'vite';
import { head } from './scripts/head.ts';
import { tours } from './scripts/tours/plugin.ts';

/** What isolates the page, so that it may use threads; a static host that cannot send these headers still works. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** The page runs its own scripts and workers and nothing else; weights may be read from any address that the reader gives. */
function contentSecurityPolicy(): Plugin {
  let dev = false;
  return {
    name: 'content-security-policy',
    configResolved(config) {
      dev = config.command === 'serve';
    },
    transformIndexHtml() {
      const policy = [
        "default-src 'self'",
        `script-src 'self' 'wasm-unsafe-eval'${dev ? " 'unsafe-inline'" : ''}`,
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        `connect-src 'self' https: http: blob: data:${dev ? ' ws:' : ''}`,
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
      ].join('; ');
      return [
        { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: policy }, injectTo: 'head-prepend' },
      ];
    },
  };
}

export default defineConfig({
  // A missing file is a 404, as on a static host, not this page again.
  appType: 'mpa',
  // Relative addresses: the built page works from any sub-path.
  base: './',
  plugins: [tours(), head(process.env.CUTAWAY_ADDRESS), contentSecurityPolicy()],
  resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
  // Found only when they are first wanted: optimising them then would load the page again.
  optimizeDeps: { include: ['onnxruntime-web/wasm', '@huggingface/tokenizers', 'katex', 'lil-gui', 'mediabunny'] },
  // Some servers do not know that an .mjs is JavaScript, and browsers then refuse to run it.
  worker: {
    format: 'es',
    rolldownOptions: {
      output: {
        assetFileNames: ({ names: [name = ''] }) =>
          `assets/[name]-[hash]${name.endsWith('.mjs') ? '.js' : '[extname]'}`,
      },
    },
  },
  // three makes up most of the first chunk; the bench keeps watch over its size on the wire.
  build: { target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 1000 },
  server: { headers: isolation },
  preview: { headers: isolation },
});
