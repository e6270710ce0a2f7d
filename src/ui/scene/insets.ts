/** What of the drawing's canvas other things cover: the scene keeps its subject inside what is left. */
import type { Insets } from '../../scene/picture.ts';
import type { SheetStop } from '../ui-state.ts';

const BAR = 56;
/** The legend, and its roles, which show only beside a whole model. */
const LEGEND = { width: 276, height: 112 };
const ROLES = 72;
const EDGE = 16;
/** The legend of a hall, a line at its foot. */
const HALL_LEGEND = 40;
/** Of a canvas that nothing lies over. */
export const BARE_INSETS: Insets = { top: 20, right: 20, bottom: 20, left: 20 };
/** A phone's transport with the sheet's handle, as in phone.css. */
const PHONE_BAR = 52;
const PHONE_TRANSPORT = 124;
const HALF_SHEET = 0.5;

/**
 * CSS pixels at each edge of a canvas of that size.
 * @param sheet how far a phone's sheet is up; undefined where there is none. Pulled up all the way it covers the scene, which
 * then stays as it was at half.
 * @param parts how much of the right the parts list covers
 */
export function insetsOf(
  canvas: { readonly height: number },
  sheet: SheetStop | undefined,
  parts: number,
  isHall: boolean,
): Insets {
  const passing = Math.max(0, parts - EDGE);
  if (sheet === undefined) {
    const around = { top: BAR, right: EDGE + passing, left: EDGE, passing };
    if (isHall) return { ...around, bottom: HALL_LEGEND };
    return { ...around, bottom: LEGEND.height, bottomReach: LEGEND.width, besideWhole: ROLES };
  }
  const covered = sheet === 'closed' ? PHONE_TRANSPORT : canvas.height * HALF_SHEET;
  return { top: PHONE_BAR, right: 8, bottom: Math.round(covered) + 8, left: 8 };
}
