import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../../src/architecture/build.ts';
import { makeEye } from '../../../src/scene/camera/lens.ts';
import type { Flow, Layout } from '../../../src/scene/geometry.ts';
import { layOut } from '../../../src/scene/layout.ts';
import { plus, sightOf } from '../../../src/scene/tiles/sight.ts';
import { traverse } from '../../../src/scene/tiles/traverse.ts';

const gpt2 = (layers: number) => ({
  model_type: 'gpt2',
  vocab_size: 3,
  n_positions: 11,
  n_embd: 48,
  n_layer: layers,
  n_head: 3,
  n_inner: 192,
  activation_function: 'gelu_new',
  layer_norm_epsilon: 1e-5,
  tie_word_embeddings: false,
});

const llama = {
  model_type: 'llama',
  hidden_size: 4096,
  intermediate_size: 11008,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 32,
  vocab_size: 32000,
  max_position_embeddings: 4096,
  rms_norm_eps: 1e-5,
  hidden_act: 'silu',
  tie_word_embeddings: false,
};

const viewport = { width: 1280, height: 800, pixelRatio: 1, insets: { top: 0, right: 0, bottom: 0, left: 0 } };
const nano = layOut(buildGraph(gpt2(3)), 11, { aspect: 1.6 });

function eyeOf({ box }: Layout, times = 1) {
  const target = { x: (box.min.x + box.max.x) / 2, y: (box.min.y + box.max.y) / 2, z: 0 };
  return makeEye({ target, yaw: -27, pitch: 12, distance: (box.max.x - box.min.x) * 1.8 * times }, viewport);
}

describe('traverse', () => {
  it('sees every slab of a small model, where it stands', () => {
    const eye = eyeOf(nano);
    const seen = traverse(nano.root, eye);
    const slabs = [...nano.blocks()].reduce((sum, { block }) => sum + block.slabs.length, 0);
    expect(seen.slabs).toHaveLength(slabs);
    expect(seen.boxes).toHaveLength(0);
    for (const { id, index, corner } of seen.slabs) {
      const placed = nano.find(id);
      const position = placed?.block.slabs[index]?.position;
      expect(corner.x + eye.position.x).toBeCloseTo((placed?.origin.x ?? 0) + (position?.x ?? 0), 6);
      expect(corner.z + eye.position.z).toBeCloseTo((placed?.origin.z ?? 0) + (position?.z ?? 0), 6);
    }
  });

  it('passes over what is out of sight', () => {
    const placed = nano.find('layers.2.ffn.up.weight');
    const { min } = placed?.block.box ?? nano.box;
    const target = { x: (placed?.origin.x ?? 0) + min.x + 20, y: (placed?.origin.y ?? 0) + min.y + 20, z: 6 };
    const seen = traverse(nano.root, makeEye({ target, yaw: 0, pitch: 0, distance: 60 }, viewport));
    expect(seen.slabs.map(({ id }) => id)).toContain('layers.2.ffn.up.weight');
    expect(seen.slabs.every(({ id }) => !id.startsWith('layers.0'))).toBe(true);
  });

  it('draws groups too small to be resolved as one box each', () => {
    const seen = traverse(nano.root, eyeOf(nano, 120));
    expect(seen.slabs).toHaveLength(0);
    expect(seen.boxes.length).toBeGreaterThan(0);
  });

  it('costs as much for a large model as can be seen of it', () => {
    const large = layOut(buildGraph(llama), 64, { aspect: 1.6 });
    const seen = traverse(large.root, eyeOf(large));
    const slabs = [...large.blocks()].reduce((sum, { block }) => sum + block.slabs.length, 0);
    expect(slabs).toBeGreaterThan(5000);
    expect(seen.slabs.length).toBeLessThan(1500);
    // Heads closer together than a pixel are one solid that reaches as far back as they do.
    expect(seen.slabs.some(({ stackDepth }) => stackDepth > 0)).toBe(true);
  });
});

describe('ribbons of a stack of heads', () => {
  const large = layOut(buildGraph(llama), 64, { aspect: 1.6 });
  const [from, to] = ['attention.scores', 'attention.weights'];
  /** Those from the scores to their softmax in the first layer, seen from so many times as far as all of the layer. */
  const between = (times: number) => {
    const layer = large.root.template.groups.find(({ id }) => id === 'layers.0');
    if (layer === undefined) throw new Error('there is no first layer');
    const { box } = layer.template;
    const scores = large.find('layers.0.attention.scores');
    if (scores === undefined) throw new Error('there are no scores');
    const { min, max } = scores.block.box;
    const target = plus(scores.origin, { x: max.x, y: (min.y + max.y) / 2, z: (min.z + max.z) / 2 });
    const distance = (box.max.x - box.min.x) * times;
    const { flows } = traverse(large.root, makeEye({ target, yaw: -27, pitch: 12, distance }, viewport));
    return flows.filter((seen) => seen.prefix === 'layers.0.' && seen.flow.from === from && seen.flow.to === to);
  };

  it('are each drawn where they can be told apart', () => {
    const seen = between(1);
    expect(seen).toHaveLength(32);
    expect(seen.every(({ back, count }) => back === undefined && count === 1)).toBe(true);
  });

  it('are one band from the first to the last where they cannot', () => {
    const seen = between(8);
    expect(seen).toHaveLength(1);
    const [band] = seen;
    const depthOf = (flow: Flow | undefined) => flow?.path[0]?.z ?? Number.NaN;
    const slabs = large.find('layers.0.attention.scores')?.block.slabs ?? [];
    const depth = (slabs[0]?.position.z ?? 0) - (slabs.at(-1)?.position.z ?? 0);
    expect(depthOf(band?.flow) - depthOf(band?.back)).toBeCloseTo(depth, 6);
    expect(band?.count).toBe(32);
  });

  it('are all stood for at every distance', () => {
    for (let times = 1; times < 12; times *= 1.1) {
      const seen = between(times);
      expect(seen.reduce((sum, { count }) => sum + count, 0)).toBeCloseTo(32, 9);
    }
  });
});

describe('sightOf', () => {
  const eye = makeEye({ target: { x: 0, y: 0, z: 0 }, yaw: 0, pitch: 0, distance: 100 }, viewport);
  const relative = (x: number, y: number, z: number) => ({
    x: x - eye.position.x,
    y: y - eye.position.y,
    z: z - eye.position.z,
  });

  it('measures a box at the distance of its nearest corner', () => {
    const sight = sightOf(eye, relative(-5, -5, 0), relative(5, 5, 0));
    expect(sight?.depth).toBeCloseTo(100, 4);
    expect(sight?.width).toBeCloseTo(10 * (sight?.cellSize ?? 0), 2);
  });

  it('sees nothing behind the eye or beside the view', () => {
    expect(sightOf(eye, relative(-5, -5, 150), relative(5, 5, 200))).toBeUndefined();
    expect(sightOf(eye, relative(500, -5, 0), relative(510, 5, 0))).toBeUndefined();
  });

  it('does not measure what reaches behind the eye', () => {
    expect(sightOf(eye, relative(-5, -5, 0), relative(5, 5, 200))?.width).toBe(Infinity);
  });
});
