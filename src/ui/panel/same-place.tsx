import { useEffect, useState } from 'preact/hooks';
import type { App } from '../../app/app.ts';
import { samePlaces } from '../../app/comparison.ts';
import { modelAround } from '../../app/model.ts';
import { addressOf } from '../../architecture/address.ts';
import type { TensorId } from '../../architecture/graph.ts';
import { splitId } from '../../architecture/symbols.ts';
import { word } from '../words.ts';
import { JumpLink } from './same-but.tsx';

interface SamePlaceProps {
  readonly app: App;
  readonly block: TensorId;
}

type Places = Awaited<ReturnType<typeof samePlaces>>;

/**
 * The same block of every other model that has it; where a model has fewer layers, that of its last, which the link says. Folded
 * away until it is asked for: only then are the other models' configs fetched.
 */
export default function SamePlace({ app, block }: SamePlaceProps) {
  const [places, setPlaces] = useState<Places | undefined>(undefined);
  const [isAsked, setIsAsked] = useState(false);
  const open = app.model.value;
  const around = open && modelAround(block, open);
  useEffect(() => {
    if (isAsked) samePlaces(block).then(setPlaces, console.error);
  }, [block, isAsked]);
  const others = places?.filter(({ id }) => id !== around?.id);
  // In the hall the other models stand beside this one.
  const jumpTo = (id: string, at: TensorId) =>
    open?.members === undefined
      ? { model: id, block: at }
      : { model: open.id, block: addressOf({ model: id, id: at }) };
  const { layer } = splitId(block);
  return (
    <details class="chain same-place" onToggle={({ currentTarget }) => setIsAsked(currentTarget.open)}>
      <summary>{word('samePlace.title')}</summary>
      {others?.length === 0 && <p>{word('samePlace.none')}</p>}
      <ul>
        {others?.map(({ id, name, at }) => {
          const there = splitId(at).layer;
          const { model, block } = jumpTo(id, at);
          return (
            <li key={id}>
              <JumpLink app={app} jump={{ model, to: { kind: 'block', block } }}>
                {name}
              </JumpLink>
              {there !== layer && <small> {word('inspector.layer', { layer: there ?? 0 })}</small>}
            </li>
          );
        })}
      </ul>
    </details>
  );
}
