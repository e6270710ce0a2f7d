/** Line icons on a 16 × 16 grid, drawn in the text's colour. */
const paths = {
  previous: 'M10 3 5 8l5 5',
  next: 'm6 3 5 5-5 5',
  down: 'm4 6 4 4 4-4',
  arrow: 'M2.5 8h11M9.5 4l4 4-4 4',
  edit: 'm3 13 .8-3L11 2.8 13.2 5 6 12.2 3 13ZM9.6 4.2l2.2 2.2',
  settings: 'M2 5h7m4 0h1M2 11h1m4 0h7M9 3.2h3.6v3.6H9ZM3.2 9.2h3.6v3.6H3.2Z',
  theme: 'M8 2a6 6 0 1 0 0 12Z M8 2a6 6 0 0 1 0 12',
  link: 'M6.5 9.5l3-3M7.5 4.8 9 3.3a2.6 2.6 0 0 1 3.7 3.7l-1.5 1.5M8.5 11.2 7 12.7A2.6 2.6 0 0 1 3.3 9l1.5-1.5',
  help: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM6.3 6.3a1.8 1.8 0 1 1 2.5 1.7c-.6.3-.8.6-.8 1.2M8 11.2v.1',
  open: 'M8 10V2.5M4.8 5.5 8 2.3l3.2 3.2M2.5 10.5v3h11v-3',
  models: 'M8 2 14 5 8 8 2 5ZM2 8l6 3 6-3M2 11l6 3 6-3',
  save: 'M8 2.3v7.5M4.8 6.8 8 10l3.2-3.2M2.5 10.5v3h11v-3',
  copy: 'M5.5 5.5h8v8h-8ZM3 10.5h-.5v-8h8V3',
  pin: 'M6 2.5h4l-.6 4.2 2.1 2.1H4.5l2.1-2.1ZM8 9v4.5',
  menu: 'M2.5 4h11M2.5 8h11M2.5 12h11',
  whole: 'M2.5 5.5v-3h3M10.5 2.5h3v3M13.5 10.5v3h-3M5.5 13.5h-3v-3M6 6h4v4H6Z',
  read: 'M8 4.2C6.6 3.2 4.6 2.8 2.5 3v9.5c2.1-.2 4.1.2 5.5 1.2 1.4-1 3.4-1.4 5.5-1.2V3c-2.1-.2-4.1.2-5.5 1.2ZM8 4.2v9.5',
  present: 'M2 3h12M3 3v7.5h10V3M8 10.5V12M5 14.5 8 12l3 2.5',
  fullScreen: 'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10',
  code: 'm5 4.5-3.5 3.5L5 11.5M11 4.5l3.5 3.5-3.5 3.5M9.3 3 6.7 13',
  out: 'M9 3h4v4M13 3 7.5 8.5M6.5 4H3v9h9V9.5',
  parts: 'M6 4h7.5M6 8h7.5M6 12h7.5M2.5 4h.8M2.5 8h.8M2.5 12h.8',
  sortRows: 'M2.5 3.5h7M2.5 7h5M2.5 10.5h3M12 3v9.5m-2.2-2.2 2.2 2.2 2.2-2.2',
  sortColumns: 'M3.5 2.5v7M7 2.5v5M10.5 2.5v3M3 12h9.5m-2.2-2.2 2.2 2.2-2.2 2.2',
  plus: 'M8 3.5v9M3.5 8h9',
  minus: 'M3.5 8h9',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10.3 10.3l3.2 3.2',
  close: 'm4 4 8 8m0-8-8 8',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path
        d={paths[name]}
        fill="none"
        stroke="currentColor"
        stroke-width="1.4"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}

/** Play is a filled triangle, pause two bars: the only filled icons, on the only filled circle. */
export function PlayIcon({ playing }: { readonly playing: boolean }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={playing ? 'M4.5 3h2.6v10H4.5Zm4.4 0h2.6v10H8.9Z' : 'M4.8 2.6v10.8L13.4 8Z'} fill="currentColor" />
    </svg>
  );
}

/** The mark: three sheets, the lowest in the accent. */
export function Mark() {
  return (
    <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
      <path d="M12 2.5 22 7.6 12 12.7 2 7.6Z" fill="currentColor" />
      <path d="m2 12 10 5.1L22 12" fill="none" stroke="currentColor" stroke-width="2.2" />
      <path d="m2 16.3 10 5.1 10-5.1" fill="none" stroke="var(--accent)" stroke-width="2.2" />
    </svg>
  );
}
