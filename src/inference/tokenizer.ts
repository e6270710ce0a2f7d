import { refusal, word as wordOf } from '../words.ts';
import { InferenceError } from './errors.ts';

/** Text as the tokens of one model, and back. */
export interface Tokenizer {
  /** How many tokens there are. */
  readonly size: number;
  /**
   * Token ids of a text, with the special tokens that this tokenizer adds, and the word of each.
   * @throws {UnknownTextError} where a piece of the text is no token
   */
  encode(text: string): Encoding;
  /** A text without special tokens. */
  decode(ids: readonly number[]): string;
  /** The token that stands for whatever has none of its own, where there is one. */
  readonly unknownId: number | undefined;
  /** What a token stands for, as a person reads it; a token that is no whole character as the vocabulary writes it. */
  word(id: number): string;
}

export interface Encoding {
  readonly ids: readonly number[];
  readonly tokens: readonly string[];
}

/** Vocabularies up to this size are told in full in an error. */
const MOST_WORDS_TOLD = 12;

/** A piece of a text that no token stands for. */
export class UnknownTextError extends InferenceError {
  /** The first piece of text that is unknown, most often one character. */
  readonly piece: string;
  /** Where it stands in the text, in UTF-16 units from 0. */
  readonly position: number;

  constructor(piece: string, position: number, words: readonly string[]) {
    const message =
      words.length <= MOST_WORDS_TOLD
        ? refusal('tokenizer.unknownOf', { piece, words: words.join(', ') })
        : refusal('tokenizer.unknownAmong', { piece, count: words.length });
    super('UnknownCharacter', message);
    this.piece = piece;
    this.position = position;
  }
}

/**
 * Reads a `tokenizer.json` as Hugging Face's libraries write it, and its `tokenizer_config.json` where there is one, both parsed.
 * Fetches the tokenizer library on first use.
 * @throws {InferenceError} TokenizerFailed
 */
export async function loadTokenizer(tokenizerJson: unknown, tokenizerConfig: unknown = {}): Promise<Tokenizer> {
  if (!isTokenizer(tokenizerJson)) {
    throw new InferenceError('TokenizerFailed', refusal('tokenizer.noVocabulary'));
  }
  if (!isObject(tokenizerConfig)) {
    throw new InferenceError('TokenizerFailed', refusal('tokenizer.settings'));
  }
  const library = await import('@huggingface/tokenizers');
  try {
    return wrap(new library.Tokenizer(tokenizerJson, tokenizerConfig), unknownTokenOf(tokenizerJson));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InferenceError('TokenizerFailed', refusal('tokenizer.failed', { reason }), { cause: error });
  }
}

type LibraryTokenizer = InstanceType<typeof import('@huggingface/tokenizers').Tokenizer>;

/** Spaces stay as they are: a model's words are shown as it made them. */
const AS_WRITTEN = { clean_up_tokenization_spaces: false };

function wrap(tokenizer: LibraryTokenizer, unknownToken: string | undefined): Tokenizer {
  const vocabulary = tokenizer.get_vocab();
  const word = (id: number) => {
    const text = tokenizer.decode([id], { ...AS_WRITTEN, skip_special_tokens: false });
    const isReadable = text !== '' && !text.includes('\uFFFD');
    return isReadable ? text : (tokenizer.id_to_token(id) ?? wordOf('token.unnamed', { id }));
  };
  return {
    size: vocabulary.size,
    decode: (ids) => tokenizer.decode([...ids], { ...AS_WRITTEN, skip_special_tokens: true }),
    unknownId: unknownToken === undefined ? undefined : vocabulary.get(unknownToken),
    word,
    encode(text) {
      const { ids, tokens } = tokenizer.encode(text);
      // The library types say number, but a piece that is not in the vocabulary comes as undefined.
      const unknown = ids.findIndex((id: number | undefined) => id === undefined);
      if (unknown >= 0) {
        throw new UnknownTextError(tokens[unknown] ?? '', positionOf(tokens, unknown, text), [...vocabulary.keys()]);
      }
      return { ids, tokens: ids.map(word) };
    },
  };
}

/** Where in the text the piece at `index` begins, when the pieces before it stand there in order. */
function positionOf(pieces: readonly string[], index: number, text: string): number {
  let position = 0;
  for (const piece of pieces.slice(0, index)) {
    const found = text.indexOf(piece, position);
    if (found >= 0) position = found + piece.length;
  }
  return Math.max(0, text.indexOf(pieces[index] ?? '', position));
}

function isTokenizer(value: unknown): value is { readonly model: object } {
  return (
    isObject(value) &&
    'model' in value &&
    isObject(value.model) &&
    'vocab' in value.model &&
    isObject(value.model.vocab)
  );
}

function unknownTokenOf({ model }: { readonly model: object }): string | undefined {
  return 'unk_token' in model && typeof model.unk_token === 'string' ? model.unk_token : undefined;
}

/** Lists are objects too: Unigram vocabularies are lists. */
function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
