import { useRef } from 'preact/hooks';
import { type SheetStop, sheetStop } from '../ui-state.ts';
import { word } from '../words.ts';

const STOPS: readonly SheetStop[] = ['closed', 'half', 'full'];
/** A pull of this many CSS pixels moves the sheet to its next stop. */
const PULL = 28;

interface Pull {
  readonly from: number;
  readonly moved: boolean;
}

/** A phone's sheet: pulled from stop to stop, or tapped round them. */
export function SheetHandle() {
  const pull = useRef<Pull | undefined>(undefined);
  const at = STOPS.indexOf(sheetStop.value);
  return (
    <button
      type="button"
      class="sheet-handle"
      aria-label={word(`sheet.${sheetStop.value}`)}
      onPointerDown={(event) => {
        pull.current = { from: event.clientY, moved: false };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        const { from, moved } = pull.current ?? { from: 0, moved: true };
        if (moved || Math.abs(event.clientY - from) < PULL) return;
        pull.current = { from, moved: true };
        sheetStop.value = STOPS[at + (event.clientY < from ? 1 : -1)] ?? sheetStop.value;
      }}
      onClick={() => {
        if (pull.current?.moved !== true) sheetStop.value = STOPS[(at + 1) % STOPS.length] ?? 'half';
        pull.current = undefined;
      }}
    />
  );
}
