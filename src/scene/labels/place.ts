/**
 * Which labels are written, and where: greedily, the most wanted first, each at the first of its places that is free. A label
 * that had a place in the frame before keeps it as long as it is free, so that labels don't jump while the camera turns.
 */
import type { Spot } from '../marks/stroke.ts';
import type { Ground } from './ground.ts';
import { areaOf, boundsOf, grown, holds, meet, type Outlined, type Rect } from './room.ts';

/**
 * What a label stands on, the best first: free ground, from which its leader may cross streams and links or faces that are dimmed;
 * ribbons; dimmed faces.
 */
const FOOTINGS = ['free', 'crossing', 'ribbon', 'overFaces', 'dimmed'] as const;
export type Footing = (typeof FOOTINGS)[number];

/** A place that a label could have. */
export interface Slot {
  /** Names the place among those of its label, the same in every frame. */
  readonly name: string;
  readonly text: Rect;
  /** From the thing to its label; the label of an area has none. Leaders that start alike share their first spot. */
  readonly leader?: readonly [from: Spot, to: Spot];
  /** How many of the label's lines are written there; all of them where undefined. */
  readonly lines?: number;
  /** Which side or corner of its thing the place is at: the labels of one company stand at the same. */
  readonly site?: string;
}

export interface Candidate {
  /** What is named: blocks that differ by their layer alone share a kind, which is written once. */
  readonly kind: string;
  /** Labels of one company stand at the same site of their things, where it is free. */
  readonly company?: string;
  /** The id of the block or group. */
  readonly id: string;
  /** Of a block with several slabs the one that has the name. */
  readonly slab?: number;
  /** Smaller is written first. */
  readonly rank: number;
  /** CSS pixels squared on the canvas: decides among equal ranks. */
  readonly area: number;
  /** Depth in cells: among those of a kind the nearest is named. */
  readonly depth: number;
  /** Best first. */
  readonly slots: () => readonly Slot[];
  /** Is left out rather than written on worse ground. */
  readonly worst: Footing;
}

/** A face of a block as it is seen. */
export interface SeenFace extends Outlined {
  readonly id: string;
  /** Of the slab among those of its block. */
  readonly slab: number;
}

export interface Surroundings {
  /** Where labels may stand. */
  readonly safe: Rect;
  /** At most so many labels. */
  readonly limit: number;
  /** Text that stands already. */
  readonly taken: readonly Rect[];
  /** Faces that are never written on. */
  readonly lit: Ground<SeenFace>;
  /** Faces that are written on only where there is no other ground. */
  readonly dimmed: Ground<SeenFace>;
  /** Lines that are never written on. */
  readonly links: Ground<Outlined>;
  /** Ground that is written on only where there is no better one. */
  readonly ribbons: Ground<Outlined>;
  /** What leaders cross only where there is no other way, besides links. */
  readonly barriers: Ground<Outlined>;
  /** Whether a thing is what one sees at a spot, and not hidden by something nearer. */
  readonly shows: (thing: Pick<Candidate, 'id' | 'slab'>, spot: Spot) => boolean;
}

export interface Placed<C extends Candidate = Candidate> {
  readonly candidate: C;
  readonly slot: Slot;
}

/** Where each kind stood in the frame before. */
export type Memory = ReadonlyMap<string, { readonly id: string; readonly slot: string }>;

/** CSS pixels around every label and leader, and between a label and faces or ribbons. */
const CLEARANCE = 4;
const LEADER_CLEARANCE = 2;
const GROUND_CLEARANCE = 3;
/** Another instance takes a kind's label over only when it is nearer by this factor. */
const CLEARLY_NEARER = 1.25;
/** What is written already stays before something a little larger. */
const WRITTEN_BEFORE_BONUS = 1.3;
/** How much of a label the site counts for where one of its company stood in the frame before. */
const STOOD_BEFORE_BONUS = 0.3;

export function place<C extends Candidate>(
  candidates: readonly C[],
  around: Surroundings,
  memory: Memory = new Map(),
): Placed<C>[] {
  const room = new Room(around);
  const placed: Placed<C>[] = [];
  const order = wanted(candidates, memory);
  const sites = new Map<string, string | undefined>();
  for (const candidate of order) {
    if (placed.length >= around.limit) break;
    const { company } = candidate;
    if (company !== undefined && !sites.has(company)) {
      const members = order.filter((other) => other.company === company);
      sites.set(company, commonSite(members, room, memory));
    }
    const slot = freeSlot(candidate, room, memory, sites.get(company ?? ''));
    if (slot === undefined) continue;
    placed.push({ candidate, slot });
    room.take(slot);
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

/** Where the label of the candidate stood in the frame before, if it was at that same instance. */
function slotBefore({ kind, id }: Candidate, memory: Memory): string | undefined {
  const before = memory.get(kind);
  return before?.id === id ? before.slot : undefined;
}

/** The site that is free for the most of a company, the most wanted site where several are. */
function commonSite(members: readonly Candidate[], room: Room, memory: Memory): string | undefined {
  const offers = members.map((member) => ({ member, slots: member.slots(), before: slotBefore(member, memory) }));
  const sites = new Set(offers.flatMap(({ slots }) => slots.flatMap(({ site }) => site ?? [])));
  let [best, most] = [undefined as string | undefined, 0];
  for (const site of sites) {
    const free = offers.flatMap(({ member, slots, before }) => {
      const slot = slots.find((offer) => offer.site === site && room.footingAt(member, offer) === 'free');
      return slot === undefined ? [] : [slot.name === before ? 1 + STOOD_BEFORE_BONUS : 1];
    });
    const count = free.reduce((sum, one) => sum + one, 0);
    if (count > most) [best, most] = [site, count];
  }
  return best;
}

function freeSlot(candidate: Candidate, room: Room, memory: Memory, site: string | undefined): Slot | undefined {
  const slots = candidate.slots();
  const before = slotBefore(candidate, memory);
  const inCompany = slots.filter((slot) => site !== undefined && slot.site === site);
  const found: { -readonly [footing in Footing]?: Slot } = {};
  for (const slot of [...inCompany, ...slots.filter(({ name }) => name === before), ...slots]) {
    const footing = room.footingAt(candidate, slot);
    if (footing === 'free') return slot;
    if (footing !== undefined) found[footing] ??= slot;
  }
  const footing = FOOTINGS.find((footing) => found[footing] !== undefined);
  const isGood = footing !== undefined && FOOTINGS.indexOf(footing) <= FOOTINGS.indexOf(candidate.worst);
  return isGood ? found[footing] : undefined;
}

/** Where on the canvas a label finds room. */
class Room {
  private readonly taken: Rect[];
  /** Leaders of many lengths start at one spot: it is looked at once. */
  private readonly shown = new Map<Spot, boolean>();

  constructor(private readonly around: Surroundings) {
    this.taken = around.taken.map((rect) => grown(rect, CLEARANCE));
  }

  take({ text, leader }: Slot): void {
    this.taken.push(grown(text, CLEARANCE));
    if (leader) this.taken.push(grown(boundsOf(leader), LEADER_CLEARANCE));
  }

  /** Undefined where something stands. A leader crosses no label and no face but its own, and starts where its thing can be seen. */
  footingAt(candidate: Candidate, { text, leader }: Slot): Footing | undefined {
    const { safe, lit, dimmed, links, ribbons, barriers } = this.around;
    if (!holds(safe, text) || this.isTaken(text)) return undefined;
    const way = leader && grown(boundsOf(leader), LEADER_CLEARANCE);
    const isOthers = (face: SeenFace) => face.id !== candidate.id;
    const room = grown(text, GROUND_CLEARANCE);
    if (lit.isUnder(room) || links.isUnder(room)) return undefined;
    if (way && (this.isTaken(way) || lit.isUnder(way, isOthers))) return undefined;
    if (leader && !this.shows(candidate, leader[0])) return undefined;
    if (dimmed.isUnder(room)) return 'dimmed';
    if (way && dimmed.isUnder(way, isOthers)) return 'overFaces';
    if (ribbons.isUnder(room)) return 'ribbon';
    return way && (barriers.isUnder(way) || links.isUnder(way)) ? 'crossing' : 'free';
  }

  private isTaken(rect: Rect): boolean {
    return this.taken.some((other) => meet(other, rect));
  }

  private shows(candidate: Candidate, spot: Spot): boolean {
    const isShown = this.shown.get(spot) ?? this.around.shows(candidate, spot);
    this.shown.set(spot, isShown);
    return isShown;
  }
}

/** What a person should see on the canvas of a face: its area within the safe rectangle, roughly. */
export function visibleArea(face: Outlined, safe: Rect): number {
  const { left, top, right, bottom } = face.bounds;
  const whole = (right - left) * (bottom - top);
  const width = Math.max(0, Math.min(right, safe.right) - Math.max(left, safe.left));
  const height = Math.max(0, Math.min(bottom, safe.bottom) - Math.max(top, safe.top));
  return whole > 0 ? (areaOf(face.corners) * width * height) / whole : 0;
}
