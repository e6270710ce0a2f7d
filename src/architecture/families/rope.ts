/** Rotary position frequencies from a config, with the scalings that stretch a trained context. */
import { refusal } from '../../words.ts';
import type { ConfigFields } from '../config.ts';

/** Radians per token for each pair of channels; made from the unscaled frequency of the pair. */
type Scaling = (frequency: number) => number;

/**
 * Frequencies of the channel pairs (half of `headDimension` entries), in radians per token: `theta^(−2i / headDimension)`,
 * scaled as `rope_scaling` says. Newer configs keep both in `rope_parameters`.
 * @throws ConfigError for a scaling other than none, `linear` and `llama3`.
 */
export function rotaryFrequencies(config: ConfigFields, headDimension: number): number[] {
  config.only('partial_rotary_factor', 1);
  if (config.raw('rope_parameters') !== undefined) config.absent('rope_scaling');
  const parameters = config.section('rope_parameters');
  parameters?.only('partial_rotary_factor', 1);
  const theta =
    parameters?.raw('rope_theta') === undefined
      ? config.positive('rope_theta', 10000)
      : parameters.positive('rope_theta');
  const scaling = readScaling(parameters ?? config.section('rope_scaling'));
  return Array.from({ length: headDimension / 2 }, (_, pair) => scaling(theta ** ((-2 * pair) / headDimension)));
}

const SCALINGS: Readonly<Record<string, (parameters: ConfigFields) => Scaling>> = {
  default: () => (frequency) => frequency,
  linear: (parameters) => {
    const factor = parameters.positive('factor');
    return (frequency) => frequency / factor;
  },
  llama3,
};

function readScaling(parameters: ConfigFields | undefined): Scaling {
  if (parameters === undefined) return (frequency) => frequency;
  // Older configs say `type`, newer ones `rope_type`; some say both.
  const newSpelling = parameters.raw('rope_type') !== undefined;
  return parameters.choice(newSpelling ? 'rope_type' : 'type', SCALINGS, 'default')(parameters);
}

/**
 * Llama 3.1's scaling: waves longer than the old context divided by `low_freq_factor` are slowed by `factor`, those shorter
 * than it divided by `high_freq_factor` stay, those between are mixed. After `_compute_llama3_parameters` of Hugging Face's
 * `modeling_rope_utils.py`.
 */
function llama3(parameters: ConfigFields): Scaling {
  const factor = parameters.positive('factor');
  const low = parameters.positive('low_freq_factor');
  const high = parameters.positive('high_freq_factor');
  const oldContext = parameters.positive('original_max_position_embeddings');
  if (high <= low)
    parameters.refuse('high_freq_factor', refusal('config.above', { field: 'low_freq_factor', value: low }));
  return (frequency) => {
    const turns = (oldContext * frequency) / (2 * Math.PI);
    const kept = Math.min(1, Math.max(0, (turns - low) / (high - low)));
    return (1 - kept) * (frequency / factor) + kept * frequency;
  };
}
