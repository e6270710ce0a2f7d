/** A hall: models beside one another on one ground, each as it is laid out by itself. */
import { addressOf, moduleAddress, readAddress } from '../../architecture/address.ts';
import type { TensorId } from '../../architecture/graph.ts';
import type { Box, Group, Layout, PlacedBlock, Point, Stand, Template } from '../geometry.ts';
import { boundsOf, movedBox } from './bounds.ts';
import { HALL_SLANT } from './spacing.ts';

export interface Exhibit {
  /** Of the model: no other one in the hall has it. */
  readonly name: string;
  readonly layout: Layout;
}

/** A model at its place. */
interface Placed extends Exhibit, Stand {
  /** Add to every place in the model's own layout. */
  readonly origin: Point;
}

/** A model's own aspect ratio in a hall, as a part of the window's: side by side towers fill a window that a row of walls would not. */
export const OF_ASPECT = 0.36;

/** Air beside a model, as a part of the width of the larger neighbour, and cells at least. */
const AIR = 0.28;
const LEAST_AIR = 60;

/**
 * Stands the models in their order from the left, all with their feet on the ground y = 0 and their fronts on z = 0, so that from the
 * standing view none appears before another: what is deeper appears further left. As a layout it is one like that of a single model, its groups the models.
 */
export function hallOf(exhibits: readonly Exhibit[]): Layout {
  const stands: Placed[] = [];
  for (const exhibit of exhibits) {
    const { box } = exhibit.layout;
    const origin = { x: leftEdge(stands.at(-1), box) - box.min.x, y: -box.min.y, z: -box.max.z };
    stands.push({ ...exhibit, origin, box: movedBox(box, origin) });
  }
  return new StandingHall(stands);
}

/** Where the next model begins. */
function leftEdge(before: Placed | undefined, box: Box): number {
  if (before === undefined) return 0;
  const air = Math.max(LEAST_AIR, AIR * Math.max(widthOf(before.box), widthOf(box)));
  return before.box.max.x + air + HALL_SLANT * (box.max.z - box.min.z);
}

const widthOf = ({ min, max }: Box): number => max.x - min.x;

class StandingHall implements Layout {
  readonly root: Group;
  private readonly byName: ReadonlyMap<string, Placed>;

  constructor(readonly stands: readonly Placed[]) {
    this.byName = new Map(stands.map((stand) => [stand.name, stand]));
    const groups = stands.map(({ name, layout, origin }) => addressed(layout.root, name, origin));
    const box = boundsOf(stands.map((stand) => stand.box));
    this.root = { id: '', prefix: '', origin: { x: 0, y: 0, z: 0 }, template: { blocks: [], flows: [], groups, box } };
  }

  get box(): Box {
    return this.root.template.box;
  }

  /** Of the model with the most. */
  get tokens(): number {
    return Math.max(0, ...this.stands.map(({ layout }) => layout.tokens));
  }

  find(address: TensorId): PlacedBlock | undefined {
    const place = readAddress(address);
    const stand = place && this.byName.get(place.model);
    const found = place && stand?.layout.find(place.id);
    return stand && found && inHall(found, stand);
  }

  *blocks(): Iterable<PlacedBlock> {
    for (const stand of this.stands) {
      for (const placed of stand.layout.blocks()) yield inHall(placed, stand);
    }
  }
}

function inHall({ id, block, origin }: PlacedBlock, stand: Placed): PlacedBlock {
  const { x, y, z } = stand.origin;
  return {
    id: addressOf({ model: stand.name, id }),
    block,
    origin: { x: origin.x + x, y: origin.y + y, z: origin.z + z },
  };
}

/** The same group with addresses. Its children are made when they are first looked at: a large model has thousands. */
function addressed({ id, prefix, template }: Group, model: string, origin: Point): Group {
  return {
    id: moduleAddress({ model, id }),
    prefix: addressOf({ model, id: prefix }),
    origin,
    template: new Addressed(template, model),
  };
}

class Addressed implements Template {
  private children: readonly Group[] | undefined;

  constructor(
    private readonly own: Template,
    private readonly model: string,
  ) {}

  get blocks() {
    return this.own.blocks;
  }

  get flows() {
    return this.own.flows;
  }

  get box() {
    return this.own.box;
  }

  get isStack() {
    return this.own.isStack ?? false;
  }

  get groups() {
    this.children ??= this.own.groups.map((group) => addressed(group, this.model, group.origin));
    return this.children;
  }
}
