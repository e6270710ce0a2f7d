/** Every tour of `content/en/tours/`, compiled when the page is built (`scripts/tours/plugin.ts`). */
declare module 'virtual:tours' {
  const tours: readonly import('./tour.ts').CompiledTour[];
  export default tours;
}
