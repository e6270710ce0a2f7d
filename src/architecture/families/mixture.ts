/** A mixture of experts in place of one feed-forward part: a router, the experts that it chooses from, and what every token gets. */
import { refusal } from '../../words.ts';
import { type ConfigFields, LARGEST_WIDTH } from '../config.ts';
import type { Module, RouteOp, TensorId } from '../graph.ts';
import { alternatives, ModuleBuilder, moduleOf, storedAsIs } from '../module.ts';
import { axis, type SizedAxis, streamAxes, TOKENS } from './common.ts';
import {
  checkpointNames,
  type GatedFeedForward,
  gatedFeedForward,
  inLayer,
  linear,
  type Normed,
  streamNorm,
  whole,
} from './llama-parts.ts';

/** Of a layer. */
export const MOST_EXPERTS = 2 ** 14;
/** Of all layers together: each is counted, laid out and drawn by itself. The largest models published use an eighth. */
const MOST_EXPERTS_IN_ALL = 2 ** 17;

/**
 * How many experts a layer has to choose from.
 * @param hidden Of an expert.
 * @param shared How many experts' width every token goes through beside those.
 * @throws ConfigError also where all layers together have too many, and where the matrices of all experts of a layer together are
 * larger than those of the largest feed-forward part.
 */
export function countExperts(
  config: ConfigFields,
  field: string,
  fallback: number,
  { layers, hidden, shared }: { readonly layers: number; readonly hidden: number; readonly shared: number },
): number {
  const experts = config.count(field, MOST_EXPERTS, fallback);
  if (experts * layers > MOST_EXPERTS_IN_ALL) {
    config.refuse(field, refusal('config.expertsInAll', { most: MOST_EXPERTS_IN_ALL, layers }));
  }
  if (hidden * (experts + shared) > LARGEST_WIDTH) {
    config.refuse(field, refusal('config.expertsTogether', { most: LARGEST_WIDTH, hidden, shared }));
  }
  return experts;
}

export interface Mixture {
  /** How many experts there are. */
  readonly experts: number;
  /** Of an expert. */
  readonly hidden: number;
  /** What makes scores of the router's logits: over all experts together, or of each alone. */
  readonly scores: 'softmax' | 'sigmoid';
  readonly choice: Pick<RouteOp, 'chosen' | 'groups' | 'isNormalised' | 'scale'>;
  readonly names: MixtureNames;
  /** An expert that every token goes through. */
  readonly shared?: { readonly hidden: number; readonly names: MatrixNames };
}

type MatrixNames = Readonly<Record<'gate' | 'up' | 'down', string>>;

/** Of what a layer's mixture has in the checkpoint, without the layer and `.weight`. */
export interface MixtureNames {
  readonly router: string;
  /** Of the numbers that are added to the scores for the choice, with all its parts. */
  readonly correction?: string;
  readonly expert: (expert: number) => MatrixNames;
}

/** The feed-forward sublayer of one layer. The ids of experts are `layers.N.ffn.experts.E.*`. */
export function mixtureOfExperts(model: Normed, mixture: Mixture, layer: number): Module {
  const { width } = model.dimensions;
  const prefix = `layers.${layer}`;
  const id = `${prefix}.ffn`;
  const channels = axis('channel', width);
  const stream = streamAxes(model.dimensions);
  const expertOf = (own: string, input: TensorId, hidden: number, names: MatrixNames): GatedFeedForward => ({
    id: own,
    input,
    stored: {
      gate: inLayer(layer, whole(names.gate, hidden)),
      up: inLayer(layer, whole(names.up, hidden)),
      down: inLayer(layer, whole(names.down, width)),
    },
    channels,
    hidden: axis('hidden', hidden),
    gate: 'silu',
    biased: false,
  });

  const before = new ModuleBuilder();
  const norm = streamNorm(before, model, {
    output: `${id}_norm`,
    input: `${prefix}.attention_residual`,
    name: `${prefix}.post_attention_layernorm`,
  });
  const shared =
    mixture.shared &&
    gatedFeedForward(before, expertOf(`${id}.shared`, norm, mixture.shared.hidden, mixture.shared.names));
  const routes = router(before, mixture, layer, { norm, channels });

  const experts = alternatives(
    { id: `${id}.experts`, kind: 'layer.ffn.experts', awake: mixture.choice.chosen },
    mixture.experts,
    (expert, own) => {
      const builder = new ModuleBuilder();
      const input = builder.compute(
        { kind: 'dispatch', output: `${own}.input`, input: norm, routes, expert },
        'activation',
        stream,
      );
      gatedFeedForward(builder, expertOf(own, input, mixture.hidden, mixture.names.expert(expert)));
      return builder;
    },
  );

  const after = new ModuleBuilder();
  const made = experts.modules.map((expert) => `${expert.id}.down`);
  const right = after.compute(
    { kind: 'combine', output: `${id}.mixed`, routes, experts: made, shared },
    'activation',
    stream,
  );
  const [output, left] = [`${prefix}.ffn_residual`, `${prefix}.attention_residual`];
  after.compute({ kind: 'add', output, left, right }, 'residual', stream);
  return moduleOf(id, 'layer.mixture', [
    before.module(`${id}.router`, 'layer.ffn.router'),
    experts,
    after.module(`${id}.mixed`, 'layer.ffn.mixed'),
  ]);
}

/** Logits, scores and the choice, each [token, expert]. Returns the id of the choice. */
function router(
  builder: ModuleBuilder,
  { names, experts, scores, choice }: Mixture,
  layer: number,
  { norm, channels }: { readonly norm: TensorId; readonly channels: SizedAxis },
): TensorId {
  const id = `layers.${layer}.ffn`;
  const all = axis('expert', experts);
  const axes = [TOKENS, all];
  const logits = linear(builder, {
    output: `${id}.router`,
    input: norm,
    stored: inLayer(layer, whole(names.router, experts)),
    from: channels,
    to: all,
    biased: false,
  });
  const output = `${id}.router_scores`;
  const input = builder.compute(
    scores === 'softmax'
      ? { kind: 'softmax', output, input: logits }
      : { kind: 'activate', output, input: logits, function: 'sigmoid' },
    'activation',
    axes,
  );
  const { correction } = names;
  const bias =
    correction === undefined
      ? undefined
      : builder.weight(
          `${id}.router.correction`,
          [all],
          storedAsIs(checkpointNames(`layers.${layer}.${correction}`), [experts]),
        );
  return builder.compute({ kind: 'route', output: `${id}.routes`, input, bias, ...choice }, 'activation', axes);
}
