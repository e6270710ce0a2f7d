import { useMemo } from 'preact/hooks';
import { BYTES, costOf, flopsPerToken } from '../../../architecture/cost.ts';
import type { Graph } from '../../../architecture/graph.ts';
import { PARTS } from '../../../architecture/part.ts';
import { activeParameterCount, parameterCount } from '../../../architecture/tally.ts';
import { shortBytes } from '../../../narrative/short.ts';
import { count, type Word, word } from '../../words.ts';
import { shortCount, timesAsMuch } from './short.ts';

interface CostsProps {
  readonly before: Graph;
  readonly now: Graph;
}

/** One figure of a model. */
interface Figure {
  readonly name: Word;
  readonly value: number;
  /** Of the one above it. */
  readonly isPart?: boolean;
  readonly isBytes?: boolean;
}

/** What a model's sizes cost, as it was opened and as it is now. */
export function Costs({ before, now }: CostsProps) {
  const [context, contextNow] = [before.dimensions.context, now.dimensions.context];
  const figuresBefore = useMemo(() => figuresOf(before, context), [before, context]);
  const figures = useMemo(() => figuresOf(now, contextNow), [now, contextNow]);
  return (
    <>
      <table class="costs figure">
        <caption>{word('costs.title')}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">{word('costs.opened')}</th>
            <th scope="col">{word('costs.now')}</th>
            <th scope="col">{word('costs.factor')}</th>
          </tr>
        </thead>
        <tbody>
          {figures.map((figure, row) => (
            <Row key={figure.name} figure={figure} before={figuresBefore[row]?.value ?? 0} />
          ))}
        </tbody>
      </table>
      <p class="aside">{word('costs.note', { context: count(context) })}</p>
    </>
  );
}

interface RowProps {
  readonly figure: Figure;
  readonly before: number;
}

function Row({ figure: { name, value, isPart = false, isBytes = false }, before }: RowProps) {
  const short = isBytes ? shortBytes : shortCount;
  return (
    <tr class={isPart ? 'part' : ''}>
      <th scope="row">{word(name)}</th>
      <td title={count(before)}>{short(before)}</td>
      <td title={count(value)}>{short(value)}</td>
      <td>{timesAsMuch(value, before)}</td>
    </tr>
  );
}

/** @param context Tokens that the last one looks at, itself included. */
function figuresOf(graph: Graph, context: number): readonly Figure[] {
  const cost = costOf(graph);
  const parameters = parameterCount(graph);
  const { experts } = graph.dimensions;
  return [
    { name: 'costs.parameters', value: parameters },
    ...PARTS.map((part): Figure => ({ name: `costs.${part}`, value: cost.parameters[part], isPart: true })),
    // All others read nearly every number.
    ...(experts === undefined ? [] : [{ name: 'costs.active', value: activeParameterCount(graph) } as const]),
    { name: 'costs.bf16', value: parameters * BYTES.bf16, isBytes: true },
    { name: 'costs.int4', value: parameters * BYTES.int4, isBytes: true },
    { name: 'costs.cache', value: cost.cachedNumbers * BYTES.bf16, isBytes: true },
    { name: 'costs.flops', value: flopsPerToken(cost, context) },
  ];
}
