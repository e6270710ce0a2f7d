/** The models of a hall on the canvas, each as the outline of all that stands in it. */
import type { Eye } from '../eye.ts';
import type { Layout } from '../geometry.ts';
import { minus, type Sight, sightOf } from '../tiles/sight.ts';
import type { SeenFace } from './place.ts';
import { hullOf } from './room.ts';

export interface SeenStand extends SeenFace {
  readonly sight: Sight;
}

/** Those in view, without any of which a part is behind the eye. Nothing where there is no hall. */
export function seenStands({ stands = [] }: Layout, eye: Eye): SeenStand[] {
  return stands.flatMap(({ name, box: { min, max } }): SeenStand[] => {
    const sight = sightOf(eye, minus(min, eye.position), minus(max, eye.position));
    if (sight === undefined || !Number.isFinite(sight.width)) return [];
    const corners = [min.x, max.x].flatMap((x) =>
      [min.y, max.y].flatMap((y) => [min.z, max.z].map((z) => eye.project({ x, y, z }))),
    );
    return [{ id: name, slab: 0, sight, ...hullOf(corners) }];
  });
}
