import type { ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import { BesideScene } from '../../pointing.ts';

/** The name of a row that is clicked to go where its numbers stand: the part of it that the keyboard reaches. */
export function RowHead({ children }: { readonly children: ComponentChildren }) {
  const isBesideScene = useContext(BesideScene);
  return <th scope="row">{isBesideScene ? <button type="button">{children}</button> : children}</th>;
}
