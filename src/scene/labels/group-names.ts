/**
 * The names of the groups in view that have one, such as `Layer 0`, each at the same site of its group. Where there are many, every
 * second or tenth is named, so that room is left for the names of blocks.
 */
import type { Group, Point } from '../geometry.ts';
import { minus, plus, type Sight, sightOf } from '../tiles/sight.ts';
import { oneForAll } from '../tiles/traverse.ts';
import { type InView, type Label, type Name, write } from './label.ts';
import { visibleArea } from './place.ts';
import { areaOf, outlined } from './room.ts';
import { slotsWithin } from './slots.ts';
import { LAYER, NAME } from './text.ts';

/** A group is named from this side on, in CSS pixels; one in a model of a hall from another one, for beside others it is a detail. */
const LEAST_SIDE = 50;
const LEAST_SIDE_IN_HALL = 200;
/** A group is named while at least this part of it is in view: nearer, its name would say nothing about what is there. */
const LEAST_PART = 0.3;
/** Where a name took more than this part of its group's width, all are written smaller. */
const MOST_OF_WIDTH = 0.25;
/** At most so many groups are named: every one of them, every second, … as they are numbered. */
const MOST_GROUPS = 8;
const EVERY = [1, 2, 4, 5, 10, 20, 50, 100] as const;

/** A group that has a name, where it stands. */
interface Found {
  readonly group: Group;
  readonly words: Name;
  /** Relative to the eye. */
  readonly origin: Point;
  readonly sight: Sight;
}

export function groupNames(view: InView, rank: number): Label[] {
  const found: Found[] = [];
  const leastSide = view.layout.stands === undefined ? LEAST_SIDE : LEAST_SIDE_IN_HALL;
  const visit = (group: Group, parent: Point) => {
    const origin = plus(parent, group.origin);
    const { min, max } = group.template.box;
    const sight = sightOf(view.eye, plus(min, origin), plus(max, origin));
    if (sight === undefined || Math.max(sight.width, sight.height) < leastSide) return;
    const words = view.names.group(group.id);
    if (words) found.push({ group, words, origin, sight });
    const { groups, isStack } = group.template;
    // Experts that are one solid have no names of their own.
    if (isStack && oneForAll(groups, origin, view.eye) !== undefined) return;
    for (const child of groups) visit(child, origin);
  };
  visit(view.layout.root, minus({ x: 0, y: 0, z: 0 }, view.eye.position));
  const series = new Map<string, Found[]>();
  for (const one of found) {
    const numbered = one.group.id.replace(/\d+$/, '');
    series.set(numbered, [...(series.get(numbered) ?? []), one]);
  }
  const named = [...series.values()].flatMap(thinned);
  const isWide = ({ words, sight }: Found) => view.measure(words.name, LAYER) <= MOST_OF_WIDTH * sight.width;
  const face = named.every(isWide) ? LAYER : NAME;
  return named.flatMap((one) => nameOf(one, face, view, rank));
}

/** Of groups that are numbered through, layers or the experts of one, as many as there is room for. */
function thinned(found: readonly Found[]): Found[] {
  const every = EVERY.find((step) => found.length / step <= MOST_GROUPS) ?? found.length;
  return found.filter(({ group }) => Number(/\d+$/.exec(group.id)?.[0] ?? 0) % every === 0);
}

function nameOf({ group, words, origin, sight }: Found, face: typeof LAYER, view: InView, rank: number): Label[] {
  const { min, max } = group.template.box;
  const at = (across: number, down: number) => {
    const x = min.x + (max.x - min.x) * across;
    const y = max.y - (max.y - min.y) * down;
    const spot = view.eye.project(plus(view.eye.position, plus(origin, { x, y, z: (min.z + max.z) / 2 })));
    return spot.depth < view.eye.near ? undefined : spot;
  };
  const corners = [at(0, 0), at(1, 0), at(1, 1), at(0, 1)].filter((spot) => spot !== undefined);
  const isInView = visibleArea(outlined(corners), view.safe) >= LEAST_PART * areaOf(corners);
  const short = write({ name: words.name, details: [] }, face, view.palette.ink, view);
  const full = face === LAYER ? write(words, face, view.palette.ink, view) : short;
  if (corners.length < 4 || !isInView) return [];
  return [
    {
      kind: group.id,
      company: 'groups',
      id: group.id,
      rank,
      area: sight.width * sight.height,
      depth: sight.depth,
      slots: () => slotsWithin(at, [full.size, short.size]),
      worst: 'crossing',
      lines: full.lines,
      isAccent: false,
      role: 'residual',
      face: undefined,
    },
  ];
}
