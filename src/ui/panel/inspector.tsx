import type { Answer, App } from '../../app/app.ts';
import { addressOf } from '../../app/asking.ts';
import { modelAround } from '../../app/model.ts';
import { storedTensor } from '../../app/open-model.ts';
import { ownId } from '../../architecture/address.ts';
import type { Tensor, TensorId } from '../../architecture/graph.ts';
import { deviation } from '../answer.tsx';
import { copy } from '../copy.ts';
import { Icon } from '../icons.tsx';
import { keyOf } from '../keys.ts';
import { lazily } from '../lazily.ts';
import { HistogramPlot } from '../plots.tsx';
import { count, figure, shapeInWords, type Word, word } from '../words.ts';
import { CellSection } from './cell-section.tsx';
import { Chains } from './chains.tsx';
import { Counterpart } from './counterpart.tsx';
import { JumpLink } from './same-but.tsx';

/** Not needed before something is pinned. */
const matrix = lazily(() => import('../matrix/matrix.tsx'));
const samePlace = lazily(() => import('./same-place.tsx'));

interface InspectorProps {
  readonly app: App;
  readonly answer: Answer;
}

/** All that is known of the block that is pinned. */
export function Inspector({ app, answer }: InspectorProps) {
  const { block } = answer.hit;
  const tensor = app.model.value?.graph.tensor(block);
  if (tensor === undefined) return null;
  const { name, purpose } = app.describe(block);
  const { statistics, histogram } = answer;
  const colour = (value: number) => app.colourOf(block, value);
  const Matrix = matrix()?.Matrix;
  const SamePlace = samePlace()?.default;
  return (
    <section class="inspector">
      <header class="inspector-head">
        <h1>{name}</h1>
        <Buttons app={app} answer={answer} />
      </header>
      <p class="address">{block}</p>
      <p class="purpose">{purpose}</p>
      <ByItself app={app} block={block} />
      <Facts app={app} tensor={tensor} answer={answer} />
      {Matrix !== undefined && (
        <Matrix
          key={`${block} ${answer.shape}`}
          app={app}
          tensor={tensor}
          shape={answer.shape}
          selected={answer.hit.cell}
        />
      )}
      {answer.hit.cell === undefined ? (
        <p class="aside">{word('inspector.chooseCell')}</p>
      ) : (
        <CellSection app={app} answer={answer} />
      )}
      {statistics !== undefined && histogram !== undefined && statistics.finite > 0 && (
        <section class="values">
          <header>
            <strong>{word('inspector.cells', { count: count(statistics.finite) })}</strong>
            <span class="figure">
              {word('inspector.meanDeviation', {
                mean: figure(statistics.mean),
                deviation: figure(deviation(statistics)),
              })}
            </span>
          </header>
          <HistogramPlot histogram={histogram} colour={colour} width={320} height={36} />
        </section>
      )}
      <Counterpart app={app} block={block} />
      <Chains app={app} block={block} />
      {SamePlace !== undefined && <SamePlace app={app} block={block} />}
    </section>
  );
}

/** Of a block in the hall: the way to where its model stands alone. */
function ByItself({ app, block }: { readonly app: App; readonly block: TensorId }) {
  const open = app.model.value;
  const model = open && modelAround(block, open);
  if (model === open || model?.isAddressable !== true) return null;
  return (
    <p class="by-itself">
      <JumpLink app={app} jump={{ model: model.id, to: { kind: 'block', block: ownId(block) } }}>
        {word('hall.alone', { model: model.name })}
      </JumpLink>
    </p>
  );
}

/** To copy the address, and to let go. */
function Buttons({ app, answer }: InspectorProps) {
  const copyAddress = () => copy(app, addressOf(answer.hit), word('inspector.copied'), word('copy.failed'));
  return (
    <>
      <button
        type="button"
        class="icon-button"
        title={word('inspector.copy')}
        aria-label={word('inspector.copy')}
        onClick={() => void copyAddress()}
      >
        <Icon name="copy" />
      </button>
      <button
        type="button"
        class="icon-button accent"
        title={`${word('inspector.unpin')} (${keyOf('close')})`}
        aria-label={word('inspector.unpin')}
        onClick={() => app.pin(undefined)}
      >
        <Icon name="pin" />
      </button>
    </>
  );
}

interface FactsProps extends InspectorProps {
  readonly tensor: Tensor;
}

function Facts({ app, tensor, answer }: FactsProps) {
  const { statistics, axes, shape } = answer;
  const checkpoint = app.model.value?.checkpoint;
  const stored = tensor.kind === 'weight' && checkpoint !== undefined ? storedTensor(tensor, checkpoint) : undefined;
  const facts: (readonly [Word, string])[] = [];
  // The runtime computes in float32; of a weight that was not opened nobody knows.
  const type = tensor.kind === 'weight' ? stored?.dtype : 'F32';
  if (type !== undefined) facts.push(['inspector.type', type]);
  if (statistics !== undefined && statistics.finite > 0)
    facts.push([
      'inspector.range',
      word('inspector.fromTo', { from: figure(statistics.minimum), to: figure(statistics.maximum) }),
    ]);
  if (statistics !== undefined && statistics.masked > 0)
    facts.push([
      'inspector.masked',
      word('inspector.maskedOf', { count: count(statistics.masked), all: count(statistics.count) }),
    ]);
  else if (statistics !== undefined && statistics.zeros > 0)
    facts.push([
      'inspector.zeros',
      word('inspector.maskedOf', { count: count(statistics.zeros), all: count(statistics.count) }),
    ]);
  return (
    <dl class="shape-facts">
      <div>
        <dt>{word('inspector.shape')}</dt>
        <dd class="figure">{shapeInWords(axes, shape)}</dd>
      </div>
      {facts.map(([key, value]) => (
        <div key={key}>
          <dt>{word(key)}</dt>
          <dd class="figure">{value}</dd>
        </div>
      ))}
      {stored !== undefined && (
        <div class="stored">
          <dt>{word('inspector.stored')}</dt>
          <dd class="address">{stored.name}</dd>
        </div>
      )}
    </dl>
  );
}
