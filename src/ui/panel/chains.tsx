import type { App } from '../../app/app.ts';
import type { TensorId } from '../../architecture/graph.ts';
import { splitExpert, splitId } from '../../architecture/symbols.ts';
import { feeds, follow, madeFrom, trailTo, type Way } from '../chain.ts';
import { keyOf } from '../keys.ts';
import { usePointing } from '../pointing.ts';

import { trail } from '../ui-state.ts';
import { count, type Word, word } from '../words.ts';

interface ChainsProps {
  readonly app: App;
  readonly block: TensorId;
}

/** What a block was made from and what it feeds, to click along, and the way that one has come. */
export function Chains({ app, block }: ChainsProps) {
  return (
    <section class="chains">
      <Trail app={app} block={block} />
      <Neighbours app={app} here={block} way="madeFrom" title="inspector.madeFrom" blocks={madeFrom(app, block)} />
      <Neighbours app={app} here={block} way="feeds" title="inspector.feeds" blocks={feeds(app, block)} />
    </section>
  );
}

/** Attention scores ← Keys ← Attention norm: the last is what is shown. */
function Trail({ app, block }: ChainsProps) {
  const steps = trailTo(trail.value, block);
  if (steps.length < 2) return null;
  return (
    <div class="chain trail">
      <span>{word('inspector.trail')}</span>
      <ol>
        {steps.map((step, index) => {
          const before = steps[index - 1]?.block ?? step.block;
          return (
            <li key={step.block}>
              {index > 0 && <span>{step.way === 'feeds' ? '→' : '←'}</span>}
              {step.block === block ? (
                <strong class="here">{nameBeside(app, step.block, before)}</strong>
              ) : (
                <BlockButton
                  app={app}
                  block={step.block}
                  beside={before}
                  go={() => follow(app, step.block, 'madeFrom')}
                />
              )}
            </li>
          );
        })}
      </ol>
    </div>
  );
}

/** A mixture is made from every expert, of which there may be hundreds: the list of parts has them all. */
const MOST_SHOWN = 12;

interface NeighboursProps {
  readonly app: App;
  readonly here: TensorId;
  readonly way: Way;
  readonly title: Word;
  readonly blocks: readonly TensorId[];
}

function Neighbours({ app, here, way, title, blocks }: NeighboursProps) {
  if (blocks.length === 0) return null;
  return (
    <div class="chain">
      <span>{word(title)}</span>
      <ul>
        {blocks.slice(0, MOST_SHOWN).map((block) => (
          <li key={block}>
            <BlockButton app={app} block={block} beside={here} go={() => follow(app, block, way)} />
          </li>
        ))}
        {blocks.length > MOST_SHOWN && (
          <li>{word('inspector.moreBlocks', { count: count(blocks.length - MOST_SHOWN) })}</li>
        )}
      </ul>
      <kbd>{keyOf(way)}</kbd>
    </div>
  );
}

interface BlockButtonProps {
  readonly app: App;
  readonly block: TensorId;
  readonly beside: TensorId;
  readonly go: () => void;
}

/** A block to go to; pointed at or in focus, it is lit in the drawing. */
function BlockButton({ app, block, beside, go }: BlockButtonProps) {
  return (
    <button type="button" title={block} onClick={go} {...usePointing(app, [block])}>
      <i class={`role-${app.model.value?.graph.tensor(block).role}`} />
      {nameBeside(app, block, beside)}
    </button>
  );
}

/** With its layer and its expert where these are others. */
function nameBeside(app: App, block: TensorId, other: TensorId): string {
  const [own, its] = [placeOf(block), placeOf(other)];
  const { layer, expert } = own;
  return [
    app.describe(block).name,
    ...(layer === undefined || layer === its.layer ? [] : [word('inspector.layer', { layer })]),
    ...(expert === undefined || expert === its.expert ? [] : [word('parts.expertAt', { expert })]),
  ].join(', ');
}

function placeOf(block: TensorId) {
  const { layer, name } = splitId(block);
  return { layer, expert: splitExpert(name).expert };
}
