import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { App } from '../../app/app.ts';
import { partsOpen } from '../ui-state.ts';

interface PartsProps {
  readonly app: App;
}

/** The parts list while it is open. It is fetched when it is first asked for. */
export function Parts({ app }: PartsProps) {
  const [Outline, setOutline] = useState<ComponentType<PartsProps>>();
  const open = partsOpen.value;
  useEffect(() => {
    if (open) void import('./outline.tsx').then((module) => setOutline(() => module.Outline));
  }, [open]);
  return open && Outline !== undefined && app.model.value !== undefined ? <Outline app={app} /> : null;
}
