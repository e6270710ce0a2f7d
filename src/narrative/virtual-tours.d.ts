/** Loads each tour of `content/en/tours/` by its name, compiled when the page is built (`scripts/tours/plugin.ts`). */
declare module 'virtual:tours' {
  const tours: Readonly<Record<string, () => Promise<{ readonly default: import('./tour.ts').CompiledTour }>>>;
  export default tours;
}
