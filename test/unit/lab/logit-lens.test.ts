import { describe, expect, it } from 'vitest';
import type { TensorData, TensorId } from '../../../src/architecture/graph.ts';
import { logitLens } from '../../../src/lab/logit-lens.ts';
import { type Fixture, loadFixture, MODELS } from '../architecture/fixtures.ts';

type Numbers = ReadonlyMap<TensorId, TensorData>;

const lens = ({ graph }: Fixture, numbers: Numbers, stream: TensorId, token: number) =>
  logitLens(graph, (id) => numbers.get(id), stream, token);

describe.each([...MODELS])('on %s', (_, folder) => {
  it('reads the model’s own probabilities out of the last of the stream', async () => {
    const model = await loadFixture(folder);
    const last = `layers.${model.graph.dimensions.layers - 1}.ffn_residual`;
    for (const numbers of model.prompts) {
      const { shape, data } = numbers.get('probabilities') ?? { shape: [], data: new Float32Array() };
      const [tokens = 0, vocabulary = 0] = shape;
      expect(tokens).toBeGreaterThan(0);
      for (let token = 0; token < tokens; token += 1) {
        const shares = lens(model, numbers, last, token) ?? [];
        expect(shares).toHaveLength(vocabulary);
        for (const [id, share] of shares.entries()) {
          expect(Math.abs(share - (data[token * vocabulary + id] ?? Number.NaN))).toBeLessThan(1e-4);
        }
      }
    }
  });
});

describe('the logit lens', () => {
  const load = () => loadFixture(MODELS.get('nano-sort') ?? '');

  it('reads shares that sum to one at every depth, and not the same ones', async () => {
    const model = await load();
    const [numbers = new Map()] = model.prompts;
    const depths = ['embedding', 'layers.0.attention_residual', 'layers.0.ffn_residual', 'layers.1.ffn_residual'];
    const read = depths.map((stream) => lens(model, numbers, stream, 0) ?? []);
    for (const shares of read) expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(new Set(read.map((shares) => shares.join())).size).toBe(depths.length);
  });

  it('has nothing to say without numbers, or of a token that is not there', async () => {
    const model = await load();
    const [numbers = new Map()] = model.prompts;
    expect(logitLens(model.graph, () => undefined, 'embedding', 0)).toBeUndefined();
    const withoutHead = (id: TensorId) => (id === 'logits.weight' ? undefined : numbers.get(id));
    expect(logitLens(model.graph, withoutHead, 'embedding', 0)).toBeUndefined();
    expect(lens(model, numbers, 'embedding', 99)).toBeUndefined();
    expect(lens(model, numbers, 'embedding', -1)).toBeUndefined();
  });

  it('reads the stream and nothing else', async () => {
    const model = await load();
    expect(() => lens(model, new Map(), 'layers.0.ffn.down', 0)).toThrow(
      'layers.0.ffn.down is not of the residual stream',
    );
    expect(() => lens(model, new Map(), 'layers.9.ffn_residual', 0)).toThrow('layers.9.ffn_residual');
  });
});
