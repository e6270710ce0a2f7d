import { ConfigFields } from '../architecture/config.ts';
import { refusal } from '../words.ts';

/**
 * The tokens that end a text: `eos_token_id` of a `config.json`, one or several; none where it does not say. Some configs name one
 * outside the vocabulary, which never comes.
 * @throws {ConfigError}
 */
export function readEndTokens(config: unknown): readonly number[] {
  const fields = ConfigFields.of(config);
  const value = fields.raw('eos_token_id') ?? [];
  const ids: readonly unknown[] = Array.isArray(value) ? value : [value];
  return ids.map((id) => (isWhole(id) ? id : fields.refuse('eos_token_id', refusal('config.tokenIds'))));
}

function isWhole(value: unknown): value is number {
  return Number.isInteger(value);
}
