/** Models on disk for tests: a folder with config.json, safetensors files and PyTorch's reference activations. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as ort from 'onnxruntime-web/wasm';
import { buildGraph } from '../../../src/architecture/build.ts';
import type { Graph, TensorId } from '../../../src/architecture/graph.ts';
import { memorySource } from '../../../src/checkpoint/byte-source.ts';
import { openCheckpoint } from '../../../src/checkpoint/open-checkpoint.ts';
import { readSafetensorsHeader } from '../../../src/checkpoint/safetensors.ts';
import { lowerToOnnx, type StoredWeights } from '../../../src/inference/onnx.ts';
import { LoadedModel, type ModelFile } from '../../../src/inference/runtime.ts';

ort.env.wasm.numThreads = 1;

export { ort };

const ROOT = join(import.meta.dirname, '../../..');
export const NANO_SORT = join(ROOT, 'models/nano-sort');
export const TALES = join(ROOT, 'models/tales');
export const FIXTURES = join(ROOT, 'test/fixtures');

/** nano-sort and every folder of random weights under test/fixtures. */
export const MODEL_FOLDERS = [
  NANO_SORT,
  ...readdirSync(FIXTURES)
    .map((name) => join(FIXTURES, name))
    .filter((folder) => existsSync(join(folder, 'reference.safetensors'))),
];

export interface ModelOnDisk {
  readonly graph: Graph;
  readonly weights: StoredWeights;
  readonly files: readonly ModelFile[];
}

/** A tensor of a reference file. */
export interface Reference {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** What is opened of a model's folder: the files in it and in the folders in it, but for the references. */
export function filesOfModel(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.(json|safetensors)$/.test(name) && !basename(name).startsWith('reference'),
  );
}

export async function readModel(folder: string): Promise<ModelOnDisk> {
  const names = filesOfModel(folder);
  const checkpoint = await openCheckpoint(names.map((name) => memorySource(readBytes(join(folder, name)), name)));
  return {
    graph: buildGraph(checkpoint.config),
    weights: checkpoint.tensors,
    files: checkpoint.files.map(({ name, source }) => ({ name, data: source.origin })),
  };
}

export async function loadModel(
  { graph, weights, files }: ModelOnDisk,
  outputs: readonly TensorId[],
): Promise<LoadedModel> {
  return LoadedModel.load(ort, lowerToOnnx(graph, { outputs, weights }), files);
}

/** The prompts of a folder's reference file, each with its token ids and its activations by tensor id. */
export async function readReferences(
  folder: string,
): Promise<{ tokens: number[]; activations: ReadonlyMap<TensorId, Reference> }[]> {
  const path = join(folder, 'reference.safetensors');
  const bytes = readBytes(path);
  const prompts: { tokens: number[]; activations: Map<TensorId, Reference> }[] = [];
  for (const { name, dtype, shape, begin, end } of (await header(basename(path), bytes)).values()) {
    const [prompt, id] = splitOnce(name);
    prompts[prompt] ??= { tokens: [], activations: new Map() };
    const own = bytes.slice(begin, end).buffer;
    if (dtype === 'I32') prompts[prompt].tokens = Array.from(new Int32Array(own));
    else prompts[prompt].activations.set(id, { shape, data: new Float32Array(own) });
  }
  return prompts;
}

function splitOnce(name: string): [prompt: number, id: TensorId] {
  const slash = name.indexOf('/');
  return [Number(name.slice(0, slash)), name.slice(slash + 1)];
}

function readBytes(path: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(path));
}

async function header(name: string, bytes: Uint8Array<ArrayBuffer>) {
  return (await readSafetensorsHeader(memorySource(bytes, name))).tensors;
}
