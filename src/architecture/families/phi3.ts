/**
 * Phi-3: Llama with queries, keys and values stored as one matrix, one under another, and gate and up as another. Names after
 * Hugging Face's `modeling_phi3.py`. Models of a context that LongRoPE stretches are refused: their angles depend on how long the
 * text becomes.
 */
import type { Dimensions } from '../graph.ts';
import type { Family } from './family.ts';
import { type Kin, LLAMA, LLAMA_SIZES, readConfig, slidingWindow, withoutBiases } from './llama-config.ts';
import { llamaBlueprint, type Projections, type StoredRows } from './llama-parts.ts';

const KIN: Kin = {
  ...LLAMA,
  biases: withoutBiases,
  window: (config) => slidingWindow(config, undefined),
  epsilon: 1e-5,
};

export const phi3: Family = {
  modelTypes: ['phi3'],
  sizes: LLAMA_SIZES,
  read(config) {
    const read = readConfig(config, KIN);
    return llamaBlueprint('phi3', { ...read, projections: fusedProjections(read.dimensions), normOffset: 0 });
  },
};

function fusedProjections({ heads, kvHeads, headDimension, hidden }: Dimensions): Projections {
  const [queries, keys] = [heads * headDimension, kvHeads * headDimension];
  const attention = (first: number): StoredRows => ({ name: 'self_attn.qkv_proj', first, rows: queries + 2 * keys });
  const feedForward = (first: number): StoredRows => ({ name: 'mlp.gate_up_proj', first, rows: 2 * hidden });
  return {
    query: attention(0),
    key: attention(queries),
    value: attention(queries + keys),
    gate: feedForward(0),
    up: feedForward(hidden),
  };
}
