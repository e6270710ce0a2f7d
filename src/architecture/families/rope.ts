/** Rotary position frequencies from a config, with the scalings that stretch a trained context. */
import { refusal } from '../../words.ts';
import type { ConfigFields } from '../config.ts';

/** How positions turn queries and keys. */
export interface Rotation {
  /** Of each pair of channels, radians per token. */
  readonly frequencies: readonly number[];
  /** What scores are multiplied by. */
  readonly sharpness: number;
}

/** Channels that turn, and the frequency of pair i: `theta^(−2i / dimension)`. */
export interface Turning {
  readonly dimension: number;
  readonly theta: number;
}

/** What a scaling makes of unscaled rotary positions. @throws ConfigError for parameters that are broken or not known */
export type Scaling = (parameters: ConfigFields, turning: Turning) => Rotation;

/** By the names that configs give them, beside `default`. */
export type Scalings = Readonly<Record<string, Scaling>>;

/**
 * Rotary positions as `rope_theta` and `rope_scaling` say. Newer configs keep both in `rope_parameters`.
 * @param usual What a config means that leaves `rope_theta` out.
 * @throws ConfigError for a scaling other than none and the known ones, and for one that leaves a number beyond single precision.
 */
export function readRotation(config: ConfigFields, { dimension, theta: usual }: Turning, known: Scalings): Rotation {
  config.only('partial_rotary_factor', 1);
  if (config.raw('rope_parameters') !== undefined) config.absent('rope_scaling');
  const parameters = config.section('rope_parameters');
  parameters?.only('partial_rotary_factor', 1);
  const theta =
    parameters?.raw('rope_theta') === undefined
      ? config.above('rope_theta', 1, usual)
      : parameters.above('rope_theta', 1);
  const turning = { dimension, theta };
  const scaled = parameters ?? config.section('rope_scaling');
  const rotation = scaled === undefined ? unscaled(turning) : readScaling(scaled, known)(scaled, turning);
  if (![...rotation.frequencies, rotation.sharpness].every(isSinglePrecision)) {
    config.refuse(parameters === undefined ? 'rope_scaling' : 'rope_parameters', refusal('config.finiteRotation'));
  }
  return rotation;
}

function readScaling(parameters: ConfigFields, known: Scalings): Scaling {
  // Older configs say `type`, newer ones `rope_type`; some say both.
  const field = parameters.raw('rope_type') === undefined ? 'type' : 'rope_type';
  return parameters.choice<Scaling>(field, { default: (_, turning) => unscaled(turning), ...known }, 'default');
}

function unscaled({ dimension, theta }: Turning): Rotation {
  const frequencies = Array.from({ length: dimension / 2 }, (_, pair) => theta ** ((-2 * pair) / dimension));
  return { frequencies, sharpness: 1 };
}

function isSinglePrecision(value: number): boolean {
  return Number.isFinite(Math.fround(value));
}

/** The scalings of Llama and its kin. */
export const LLAMA_SCALINGS: Scalings = {
  linear: (parameters, turning) => {
    const factor = parameters.positive('factor');
    return eachFrequency(turning, (frequency) => frequency / factor);
  },
  llama3,
};

function eachFrequency(turning: Turning, scale: (frequency: number) => number): Rotation {
  const { frequencies, sharpness } = unscaled(turning);
  return { frequencies: frequencies.map(scale), sharpness };
}

/**
 * Llama 3.1's scaling: waves longer than the old context divided by `low_freq_factor` are slowed by `factor`, those shorter
 * than it divided by `high_freq_factor` stay, those between are mixed. After `_compute_llama3_parameters` of Hugging Face's
 * `modeling_rope_utils.py`.
 */
function llama3(parameters: ConfigFields, turning: Turning): Rotation {
  const factor = parameters.positive('factor');
  const low = parameters.positive('low_freq_factor');
  const high = parameters.positive('high_freq_factor');
  const oldContext = parameters.positive('original_max_position_embeddings');
  if (high <= low)
    parameters.refuse('high_freq_factor', refusal('config.above', { field: 'low_freq_factor', value: low }));
  return eachFrequency(turning, (frequency) => {
    const turns = (oldContext * frequency) / (2 * Math.PI);
    const kept = Math.min(1, Math.max(0, (turns - low) / (high - low)));
    return (1 - kept) * (frequency / factor) + kept * frequency;
  });
}
