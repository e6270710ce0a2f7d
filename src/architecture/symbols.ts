/** The symbol of each tensor in formulas, after the custom of papers. TeX; not words, so the same in every language. */
import { ownId } from './address.ts';
import type { Tensor, TensorId } from './graph.ts';

/** By the name without layer and expert; `#` is the expert's place. The stream carries the number of the layer that it enters: see `symbolOf`. */
const SYMBOLS: Readonly<Record<string, string>> = {
  tokens: '\\tau',
  'embedding.token': 'e^{E}',
  'embedding.token.weight': 'W^{E}',
  'embedding.position': 'e^{P}',
  'embedding.position.weight': 'W^{P}',
  embedding: 'x^{(0)}',
  attention_norm: '\\bar{x}',
  'attention_norm.weight': '\\gamma',
  'attention_norm.bias': '\\beta',
  'attention.query': 'q',
  'attention.query.weight': 'W^{Q}',
  'attention.query.bias': 'b^{Q}',
  'attention.key': 'k',
  'attention.key.weight': 'W^{K}',
  'attention.key.bias': 'b^{K}',
  'attention.value': 'v',
  'attention.value.weight': 'W^{V}',
  'attention.value.bias': 'b^{V}',
  'attention.query_norm': '\\bar{q}',
  'attention.query_norm.weight': '\\gamma',
  'attention.key_norm': '\\bar{k}',
  'attention.key_norm.weight': '\\gamma',
  'attention.query_rotated': '\\hat{q}',
  'attention.key_rotated': '\\hat{k}',
  'attention.query_latent': 'c^{Q}',
  'attention.query_latent.weight': 'W^{DQ}',
  'attention.query_latent_norm': '\\bar{c}^{Q}',
  'attention.query_latent_norm.weight': '\\gamma^{Q}',
  'attention.key_value_latent': 'c^{KV}',
  'attention.key_value_latent.weight': 'W^{DKV}',
  'attention.key_value_latent_norm': '\\bar{c}^{KV}',
  'attention.key_value_latent_norm.weight': '\\gamma^{KV}',
  'attention.key_shared': 'k^{R}',
  'attention.key_shared.weight': 'W^{KR}',
  'attention.key_shared_rotated': '\\hat{k}^{R}',
  'attention.scores': 's',
  'attention.weights': 'a',
  'attention.mixed': 'm',
  'attention.output': 'o',
  'attention.output.weight': 'W^{O}',
  'attention.output.bias': 'b^{O}',
  attention_residual: 'y',
  ffn_norm: '\\bar{y}',
  'ffn_norm.weight': '\\gamma',
  'ffn_norm.bias': '\\beta',
  'ffn.gate': 'g',
  'ffn.gate.weight': 'W^{\\mathrm{gate}}',
  'ffn.gate.bias': 'b^{\\mathrm{gate}}',
  'ffn.gate_activated': '\\hat{g}',
  'ffn.up': 'u',
  'ffn.up.weight': 'W^{\\mathrm{up}}',
  'ffn.up.bias': 'b^{\\mathrm{up}}',
  'ffn.activated': 'h',
  'ffn.down': 'd',
  'ffn.down.weight': 'W^{\\mathrm{down}}',
  'ffn.down.bias': 'b^{\\mathrm{down}}',
  'ffn.router': 'r',
  'ffn.router.weight': 'W^{R}',
  'ffn.router.correction': 'b^{R}',
  'ffn.router_scores': '\\sigma',
  'ffn.routes': 'w',
  'ffn.experts.input': '\\bar{y}^{(#)}',
  'ffn.mixed': "m'",
  'ffn.experts.gate': 'g^{(#)}',
  'ffn.experts.gate.weight': 'W^{\\mathrm{gate},#}',
  'ffn.experts.gate_activated': '\\hat{g}^{(#)}',
  'ffn.experts.up': 'u^{(#)}',
  'ffn.experts.up.weight': 'W^{\\mathrm{up},#}',
  'ffn.experts.activated': 'h^{(#)}',
  'ffn.experts.down': 'd^{(#)}',
  'ffn.experts.down.weight': 'W^{\\mathrm{down},#}',
  'ffn.shared.gate': 'g^{(\\mathrm{s})}',
  'ffn.shared.gate.weight': 'W^{\\mathrm{gate},\\mathrm{s}}',
  'ffn.shared.gate_activated': '\\hat{g}^{(\\mathrm{s})}',
  'ffn.shared.up': 'u^{(\\mathrm{s})}',
  'ffn.shared.up.weight': 'W^{\\mathrm{up},\\mathrm{s}}',
  'ffn.shared.activated': 'h^{(\\mathrm{s})}',
  'ffn.shared.down': 'd^{(\\mathrm{s})}',
  'ffn.shared.down.weight': 'W^{\\mathrm{down},\\mathrm{s}}',
  ffn_residual: 'x',
  'further.stream_norm': '\\bar{h}',
  'further.stream_norm.weight': '\\gamma^{H}',
  'further.stream': 'h',
  'further.stream.weight': 'W^{H}',
  'further.token.weight': 'W^{E}',
  'further.tokens': "\\tau'",
  'further.token': "e'",
  'further.token_norm': "\\bar{e}'",
  'further.token_norm.weight': '\\gamma^{E}',
  'further.token_share': "u'",
  'further.token_share.weight': 'W^{EH}',
  'further.sum': "h'",
  'further.final_norm': "\\bar{x}'",
  'further.final_norm.weight': '\\gamma',
  'further.logits': "z'",
  'further.logits.weight': 'W^{U}',
  'further.probabilities': "p'",
  final_norm: '\\bar{x}',
  'final_norm.weight': '\\gamma',
  'final_norm.bias': '\\beta',
  logits: 'z',
  'logits.weight': 'W^{U}',
  probabilities: 'p',
};

/** An id in two pieces: the layer, if it has one, and the name that is the same in every layer, and every model of a hall. */
export function splitId(id: TensorId): { readonly layer?: number; readonly name: string } {
  const own = ownId(id);
  const match = /^layers\.(\d+)\.(.+)$/.exec(own);
  if (match?.[1] === undefined || match[2] === undefined) return { name: own };
  return { layer: Number(match[1]), name: match[2] };
}

const IN_EXPERT = /^(.*\bexperts)\.(\d+)(\..+)?$/;

/** The name that is the same for every expert, and the expert, if a tensor or module belongs to one or is one. */
export function splitExpert(name: string): { readonly expert?: number; readonly name: string } {
  const match = IN_EXPERT.exec(name);
  return match === null ? { name } : { expert: Number(match[2]), name: `${match[1]}${match[3] ?? ''}` };
}

/** The same tensor or module of another expert. */
export function inExpert(id: string, expert: number): string {
  return id.replace(IN_EXPERT, `$1.${expert}$3`);
}

/** TeX symbol of a tensor, for example `W^{Q}`; the id in typewriter letters where no custom is known. */
export function symbolOf(id: TensorId): string {
  const { layer, name } = splitId(id);
  const one = splitExpert(name);
  const symbol = SYMBOLS[one.name]?.replace('#', `${one.expert}`) ?? `\\texttt{${id.replaceAll('_', '\\_')}}`;
  // The layer that the stream enters next, so that x^{(3)} is what layer 3 reads.
  if (name === 'ffn_residual' && layer !== undefined) return `${symbol}^{(${layer + 1})}`;
  if (name === 'attention_residual' && layer !== undefined) return `${symbol}^{(${layer})}`;
  return symbol;
}

/**
 * Writes the symbol of a tensor with the indices of a cell: `q_{9,2}`. Heads are left out, as a formula speaks of one head at a
 * time. Made once for a tensor and used for each of its cells, of which a sum may have thousands.
 */
export function symbolWriter(tensor: Tensor): (cell: readonly (number | string)[]) => string {
  const symbol = symbolOf(tensor.id);
  const isSlab = tensor.axes.map(({ name }) => name === 'head' || name === 'kvHead');
  return (cell) => `${symbol}_{${cell.filter((_, axis) => !isSlab[axis]).join(',')}}`;
}
