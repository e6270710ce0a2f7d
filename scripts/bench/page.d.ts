/** What the page carries while it is measured. */
interface Window {
  webglCounts: { readonly drawCalls: number; readonly frames: number };
}
