/**
 * Which labels are written, and where: greedily, the most wanted first, each at the first of its places that is free. A label
 * that had a place in the frame before keeps it as long as it is free, so that labels don't jump while the camera turns.
 */
import type { Spot } from '../marks/stroke.ts';
import { areaOf, boundsOf, covers, grown, holds, meet, type Outlined, type Rect } from './room.ts';

/** A place that a label could have. */
export interface Slot {
  /** Names the place among those of its label, the same in every frame. */
  readonly name: string;
  readonly text: Rect;
  /** From the thing to its label; the label of an area has none. */
  readonly leader?: readonly [from: Spot, to: Spot];
}

export interface Candidate {
  /** What is named: blocks that differ by their layer alone share a kind, which is written once. */
  readonly kind: string;
  /** Labels of one company take the same place around their things, where it is free. */
  readonly company?: string;
  /** The id of the block or group. */
  readonly id: string;
  /** Smaller is written first. */
  readonly rank: number;
  /** CSS pixels squared on the canvas: decides among equal ranks. */
  readonly area: number;
  /** Depth in cells: among those of a kind the nearest is named. */
  readonly depth: number;
  /** Best first. */
  readonly slots: () => readonly Slot[];
  /** Is left out rather than written on a ribbon or on a dimmed face. */
  readonly needsGround: boolean;
}

/** A face of a block as it is seen. */
export interface SeenFace extends Outlined {
  readonly id: string;
}

export interface Surroundings {
  /** Where labels may stand. */
  readonly safe: Rect;
  /** At most so many labels. */
  readonly limit: number;
  /** Text that stands already. */
  readonly taken: readonly Rect[];
  /** Faces that are never written on. */
  readonly lit: readonly SeenFace[];
  /** Faces that are written on only where there is no other ground. */
  readonly dimmed: readonly SeenFace[];
  /** Ground that is written on only where there is no better one. */
  readonly ribbons: readonly Outlined[];
  /** Whether a thing is what one sees at a spot, and not hidden by something nearer. */
  readonly shows: (id: string, spot: Spot) => boolean;
}

export interface Placed<C extends Candidate = Candidate> {
  readonly candidate: C;
  readonly slot: Slot;
}

/** Where each kind stood in the frame before. */
export type Memory = ReadonlyMap<string, { readonly id: string; readonly slot: string }>;

/** CSS pixels around every label and leader. */
const CLEARANCE = 4;
const LEADER_CLEARANCE = 2;
/** Another instance takes a kind's label over only when it is nearer by this factor. */
const CLEARLY_NEARER = 1.25;
/** What is written already stays before something a little larger. */
const WRITTEN_BEFORE_BONUS = 1.3;

export function place<C extends Candidate>(
  candidates: readonly C[],
  around: Surroundings,
  memory: Memory = new Map(),
): Placed<C>[] {
  const taken = around.taken.map((rect) => grown(rect, CLEARANCE));
  const placed: Placed<C>[] = [];
  const manners = new Map<string, string>();
  const shows = rememberedSpots(around.shows);
  for (const candidate of wanted(candidates, memory)) {
    if (placed.length >= around.limit) break;
    const before = memory.get(candidate.kind);
    const favourites = [before?.id === candidate.id ? before.slot : undefined, manners.get(candidate.company ?? '')];
    const slot = freeSlot(candidate, { ...around, shows }, taken, favourites);
    if (slot === undefined) continue;
    placed.push({ candidate, slot });
    if (candidate.company !== undefined) manners.set(candidate.company, slot.name);
    taken.push(grown(slot.text, CLEARANCE));
    if (slot.leader) taken.push(grown(boundsOf(slot.leader), LEADER_CLEARANCE));
  }
  return placed;
}

/** One candidate of each kind, the most wanted first. */
function wanted<C extends Candidate>(candidates: readonly C[], memory: Memory): C[] {
  const nearest = new Map<string, C>();
  const effectiveDepth = (candidate: C) =>
    memory.get(candidate.kind)?.id === candidate.id ? candidate.depth / CLEARLY_NEARER : candidate.depth;
  for (const candidate of candidates) {
    const known = nearest.get(candidate.kind);
    const isWanted =
      known === undefined ||
      candidate.rank < known.rank ||
      (candidate.rank === known.rank && effectiveDepth(candidate) < effectiveDepth(known));
    if (isWanted) nearest.set(candidate.kind, candidate);
  }
  const weight = (candidate: C) => candidate.area * (memory.has(candidate.kind) ? WRITTEN_BEFORE_BONUS : 1);
  return [...nearest.values()].sort((a, b) => a.rank - b.rank || weight(b) - weight(a));
}

/** Leaders of many lengths start at one spot: it is looked at once. */
function rememberedSpots(shows: Surroundings['shows']): Surroundings['shows'] {
  const known = new Map<string, boolean>();
  return (id, spot) => {
    const key = `${id} ${spot.x} ${spot.y}`;
    const isShown = known.get(key) ?? shows(id, spot);
    known.set(key, isShown);
    return isShown;
  };
}

const spotsOf = ({ text, leader }: Slot): Spot[] => [
  { x: text.left, y: text.top },
  { x: text.right, y: text.bottom },
  ...(leader ?? []),
];

function freeSlot(
  candidate: Candidate,
  around: Surroundings,
  taken: readonly Rect[],
  favourites: readonly (string | undefined)[],
): Slot | undefined {
  const slots = candidate.slots();
  const first = favourites.map((name) => slots.find((slot) => slot.name === name)).filter((slot) => slot !== undefined);
  const order = [...first, ...slots];
  const isFree = (slot: Slot, faces: readonly SeenFace[]) =>
    holds(around.safe, slot.text) &&
    !taken.some((rect) => meet(rect, slot.text)) &&
    !faces.some((face) => covers(face, slot.text)) &&
    isLeaderFree(candidate.id, slot, around, taken, faces);
  const reach = boundsOf(slots.flatMap(spotsOf));
  const within = <T extends Outlined>(things: readonly T[]) => things.filter(({ bounds }) => meet(bounds, reach));
  const [lit, dimmed, ribbons] = [within(around.lit), within(around.dimmed), within(around.ribbons)];
  const all = [...lit, ...dimmed];
  const onGround = order.find((slot) => !ribbons.some((ribbon) => covers(ribbon, slot.text)) && isFree(slot, all));
  if (onGround || candidate.needsGround) return onGround;
  return order.find((slot) => isFree(slot, all)) ?? order.find((slot) => isFree(slot, lit));
}

/** A leader crosses no label and no face but its own, and starts where its thing can be seen. */
function isLeaderFree(
  id: string,
  { leader }: Slot,
  around: Surroundings,
  taken: readonly Rect[],
  faces: readonly SeenFace[],
): boolean {
  if (leader === undefined) return true;
  const bounds = grown(boundsOf(leader), LEADER_CLEARANCE);
  return (
    !taken.some((rect) => meet(rect, bounds)) &&
    !faces.some((face) => face.id !== id && covers(face, bounds)) &&
    around.shows(id, leader[0])
  );
}

/** What a person should see on the canvas of a face: its area within the safe rectangle, roughly. */
export function visibleArea(face: Outlined, safe: Rect): number {
  const { left, top, right, bottom } = face.bounds;
  const whole = (right - left) * (bottom - top);
  const width = Math.max(0, Math.min(right, safe.right) - Math.max(left, safe.left));
  const height = Math.max(0, Math.min(bottom, safe.bottom) - Math.max(top, safe.top));
  return whole > 0 ? (areaOf(face.corners) * width * height) / whole : 0;
}
