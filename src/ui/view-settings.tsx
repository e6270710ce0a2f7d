import { effect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { App } from '../app/app.ts';
import type { CoarseCells, ColourScale, ViewSettings } from '../scene/picture.ts';
import type { Act } from './actions.ts';
import { viewSettingsOpen } from './ui-state.ts';
import { word } from './words.ts';

interface ViewSettingsProps {
  readonly app: App;
  readonly act: Act;
}

/** Settings of the drawing, in lil-gui, which is fetched when they are first asked for. */
export function ViewSettingsCard({ app, act }: ViewSettingsProps) {
  const place = useRef<HTMLDivElement>(null);
  const open = viewSettingsOpen.value;
  useEffect(() => {
    if (!open) return;
    let closed = false;
    let close = () => {};
    void fill(place.current, app, act).then((clean) => {
      if (closed) clean();
      else close = clean;
    });
    return () => {
      closed = true;
      close();
    };
  }, [open, app, act]);
  return open ? <section ref={place} class="card view-settings" aria-label={word('view.title')} /> : null;
}

/** Puts the controls into the place. Returns what takes them away. */
async function fill(place: HTMLElement | null, app: App, act: Act): Promise<() => void> {
  const { default: GUI } = await import('lil-gui');
  if (place === null) return () => {};
  const gui = new GUI({ container: place, title: word('view.title'), width: 264 });
  const values: { -readonly [Name in keyof ViewSettings]: ViewSettings[Name] } = { ...app.settings.value };
  const scales: Record<string, ColourScale> = {
    [word('view.scale.linear')]: 'linear',
    [word('view.scale.symlog')]: 'symlog',
    [word('view.scale.rank')]: 'rank',
  };
  const coarse: Record<string, CoarseCells> = {
    [word('view.coarse.mean')]: 'mean',
    [word('view.coarse.rms')]: 'rms',
    [word('view.coarse.extreme')]: 'extreme',
  };
  gui.add(values, 'scale', scales).name(word('view.scale'));
  gui.add(values, 'coarse', coarse).name(word('view.coarse'));
  gui.add(values, 'labelDensity', 0, 1, 0.05).name(word('view.labels'));
  gui.add(values, 'digits').name(word('view.digits'));
  gui.add(values, 'parts').name(word('view.parts'));
  gui.add({ reset: () => act('reset') }, 'reset').name(word('view.reset'));
  gui.onChange(() => {
    app.settings.value = { ...values };
  });
  const stop = effect(() => {
    Object.assign(values, app.settings.value);
    for (const controller of gui.controllers) controller.updateDisplay();
  });
  return () => {
    stop();
    gui.destroy();
  };
}
