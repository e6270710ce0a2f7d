import { useEffect, useState } from 'preact/hooks';
import type { App } from '../../app/app.ts';
import { samePlaces } from '../../app/comparison.ts';
import type { TensorId } from '../../architecture/graph.ts';
import { splitId } from '../../architecture/symbols.ts';
import { word } from '../words.ts';
import { JumpLink } from './same-but.tsx';

interface SamePlaceProps {
  readonly app: App;
  readonly block: TensorId;
}

type Places = Awaited<ReturnType<typeof samePlaces>>;

/** The same block of every other model that has it; where a model has fewer layers, that of its last, which the link says. */
export default function SamePlace({ app, block }: SamePlaceProps) {
  const [places, setPlaces] = useState<Places>([]);
  const open = app.model.value?.id;
  useEffect(() => {
    samePlaces(block).then(setPlaces, console.error);
  }, [block]);
  const others = places.filter(({ id }) => id !== open);
  if (others.length === 0) return null;
  const { layer } = splitId(block);
  return (
    <div class="chain same-place">
      <span>{word('samePlace.title')}</span>
      <ul>
        {others.map(({ id, name, at }) => {
          const there = splitId(at).layer;
          return (
            <li key={id}>
              <JumpLink app={app} jump={{ model: id, to: { kind: 'block', block: at } }}>
                {name}
              </JumpLink>
              {there !== layer && <small> {word('inspector.layer', { layer: there ?? 0 })}</small>}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
