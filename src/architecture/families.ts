import type { ConfigFields } from './config.ts';
import { deepseek } from './families/deepseek.ts';
import type { Family } from './families/family.ts';
import { gemma } from './families/gemma.ts';
import { gpt2 } from './families/gpt2.ts';
import { llama } from './families/llama.ts';
import { mixtral } from './families/mixtral.ts';
import { phi3 } from './families/phi3.ts';
import { qwen3 } from './families/qwen3.ts';

/** Every family that can be built. A new one is one file under `families/` and one entry here. */
const FAMILIES: readonly Family[] = [gpt2, llama, qwen3, gemma, phi3, mixtral, deepseek];

const BY_MODEL_TYPE = Object.fromEntries(
  FAMILIES.flatMap((family) => family.modelTypes.map((modelType) => [modelType, family])),
);

/** @throws ConfigError naming `model_type` when no family knows it. */
export function familyOf(config: ConfigFields): Family {
  return config.choice('model_type', BY_MODEL_TYPE);
}
