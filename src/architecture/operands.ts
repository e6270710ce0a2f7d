/** What each op reads. */
import type { MixOp, Op, ScoresOp, TensorId } from './graph.ts';

/** A tensor that an op reads, with the name of the part it plays: but for `expert`, of which there are many, the op's own field. */
export interface Operand {
  readonly part:
    | 'tokens'
    | 'table'
    | 'left'
    | 'right'
    | 'input'
    | 'weight'
    | 'bias'
    | 'query'
    | 'key'
    | 'weights'
    | 'value'
    | 'past'
    | 'routes'
    | 'expert'
    | 'shared';
  readonly id: TensorId;
}

/** What an op reads, in the order of its formula. */
export function operandsOf(op: Op): Operand[] {
  switch (op.kind) {
    case 'gather':
      return [
        { part: 'tokens', id: op.tokens },
        { part: 'table', id: op.table },
      ];
    case 'position':
      return [{ part: 'table', id: op.table }];
    case 'add':
    case 'multiply':
    case 'join':
      return [
        { part: 'left', id: op.left },
        { part: 'right', id: op.right },
      ];
    case 'layerNorm':
    case 'linear': {
      const operands: Operand[] = [
        { part: 'input', id: op.input },
        { part: 'weight', id: op.weight },
      ];
      if (op.bias !== undefined) operands.push({ part: 'bias', id: op.bias });
      return operands;
    }
    case 'rmsNorm':
      return [
        { part: 'input', id: op.input },
        { part: 'weight', id: op.weight },
      ];
    case 'scores':
      return [{ part: 'query', id: op.query }, { part: 'key', id: op.key }, ...pastOf(op)];
    case 'mix':
      return [{ part: 'weights', id: op.weights }, { part: 'value', id: op.value }, ...pastOf(op)];
    case 'copy':
    case 'scale':
    case 'rotate':
    case 'softmax':
    case 'activate':
      return [{ part: 'input', id: op.input }];
    case 'route': {
      const scores: Operand = { part: 'input', id: op.input };
      return op.bias === undefined ? [scores] : [scores, { part: 'bias', id: op.bias }];
    }
    case 'dispatch':
      return [
        { part: 'input', id: op.input },
        { part: 'routes', id: op.routes },
      ];
    case 'combine': {
      const experts = op.experts.map((id): Operand => ({ part: 'expert', id }));
      const shared: Operand[] = op.shared === undefined ? [] : [{ part: 'shared', id: op.shared }];
      return [{ part: 'routes', id: op.routes }, ...experts, ...shared];
    }
  }
}

function pastOf({ past }: ScoresOp | MixOp): Operand[] {
  return past === undefined ? [] : [{ part: 'past', id: past }];
}

/** The same op on tensors of other names. */
export function withIds(op: Op, name: (id: TensorId) => TensorId): Op {
  const own = operandsOf(op).filter(({ part }) => part !== 'expert');
  const operands = Object.fromEntries(own.map(({ part, id }) => [part, name(id)]));
  const renamed = { ...op, ...operands, output: name(op.output) };
  return renamed.kind === 'combine' ? { ...renamed, experts: renamed.experts.map(name) } : renamed;
}
