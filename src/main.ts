import './ui/styles/index.css';
import { h, render } from 'preact';
import { CutawayConsole } from './app/console.ts';
import { Cutaway } from './app/create-app.ts';
import { Restoring } from './app/restoring.ts';
import { followAddress } from './ui/address-bar.ts';
import { modeOf, pageMode, plainAddress } from './ui/mode.ts';
import { Page } from './ui/page.tsx';
import { comparing, panelTab } from './ui/ui-state.ts';

declare global {
  interface Window {
    cutaway: CutawayConsole;
  }
}

const address = new URL(location.href);
pageMode.value = modeOf(address);
const app = new Cutaway({
  theme: matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
  tab: panelTab,
  comparing,
  address: plainAddress(address),
  prefersReducedMotion: () => matchMedia('(prefers-reduced-motion: reduce)').matches,
  nextFrame: requestAnimationFrame.bind(globalThis),
});
const place = document.getElementById('page');
if (place === null) throw new Error('index.html has no element “page”.');
render(h(Page, { app }), place);
const restoring = new Restoring(app);
window.cutaway = new CutawayConsole(app, restoring, followAddress(app, restoring));
if (address.searchParams.has('bench')) {
  void import('./ui/bench.ts').then(({ Bench }) => {
    window.cutawayBench = new Bench(app);
  });
}
