import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { OpenModel } from '../../../src/app/model.ts';
import { buildGraph } from '../../../src/architecture/build.ts';
import { parameterCount } from '../../../src/architecture/tally.ts';
import { memorySource } from '../../../src/checkpoint/byte-source.ts';
import { openCheckpoint } from '../../../src/checkpoint/open-checkpoint.ts';
import { filesOfModel } from '../inference/models.ts';

/** A folder of a model as the app has it when it is open, without tokenizer and task. */
export async function openFolder(folder: string): Promise<OpenModel> {
  const names = filesOfModel(folder);
  const read = (name: string) => new Uint8Array(readFileSync(join(folder, name)));
  const checkpoint = await openCheckpoint(names.map((name) => memorySource(read(name), name)));
  const graph = buildGraph(checkpoint.config);
  return {
    id: basename(folder),
    name: basename(folder),
    year: undefined,
    graph,
    parameterCount: parameterCount(graph),
    checkpoint,
    tokenizer: undefined,
    endTokens: [],
    isAddressable: false,
    runnable: true,
    absence: undefined,
    problems: [],
    task: undefined,
  };
}
