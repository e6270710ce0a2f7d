import type { App } from '../../app/app.ts';
import { isWord } from '../../app/words.ts';
import type { Player } from '../../narrative/player.ts';
import {
  blocksOnStage,
  firstBeatOn,
  isAmongBlocks,
  layerOf,
  type Part,
  type Section,
  schematicOf,
} from '../../narrative/schematic.ts';
import { meantBlocks, usePointing } from '../pointing.ts';
import { word } from '../words.ts';

/** How many layers have room, gaps counted. */
const ROOM = 6;
/** Of the drawing, in its own units: the stream runs along its middle. */
const WIDTH = 320;
const HEIGHT = 52;
const STREAM = HEIGHT / 2;
const STEP = 26;
const GAP = 22;
/** From the stream to the middle of what leaves it. */
const REACH = 16;
const BOX = { width: 22, height: 11 };
const RING = 3;
const BEND = 5;

interface SchematicProps {
  readonly app: App;
  readonly player: Player;
}

/** Where something stands in the drawing. */
interface Placed {
  readonly part: Part;
  readonly name: string;
  readonly x: number;
  readonly y: number;
  /** What of the drawing is pressed for it. */
  readonly target: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
}

/**
 * The model in one line beside the text: what the tour is about in accent, what is not computed yet hollow. A part goes to the
 * first beat that lights it, or where there is none, flies there. Not on a phone, whose targets of 44 px would take the text's room.
 */
export function Schematic({ app, player }: SchematicProps) {
  const graph = app.model.value?.graph;
  if (graph === undefined) return null;
  const stage = player.stage.value;
  const told = blocksOnStage(stage);
  const sections = schematicOf(graph, layerOf(told), ROOM);
  const { placed, gaps } = place(app, sections);
  const meant = meantBlocks(app);
  const stateOf = ({ blocks, block }: Part) => {
    const states = [
      told.some((id) => isAmongBlocks(blocks, id)) && 'here',
      meant.some((id) => isAmongBlocks(blocks, id)) && 'lit',
      stage.pending.has(block) && 'pending',
    ];
    return states.filter(Boolean).join(' ');
  };
  const goTo = (part: Part) => {
    const beat = firstBeatOn(player.timeline.peek().beats, part);
    if (beat === undefined) app.look({ block: part.block });
    else player.stepTo(beat);
  };
  return (
    <nav class="schematic" aria-label={word('schematic.label')}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
        <path class="stream" d={`M0 ${STREAM}H${WIDTH}`} />
        {gaps.map((x) => (
          <path key={x} class="gap" d={`M${x - GAP / 2} ${STREAM}h${GAP}`} />
        ))}
        {placed.map(({ part, x, y }) => (
          <g key={part.id} class={`part of-${part.role} ${stateOf(part)}`}>
            <path d={branch(x, y)} />
            <rect class="ring" {...boxAt(x, y, RING)} rx="5" />
            <rect {...boxAt(x, y)} rx="2.5" />
          </g>
        ))}
      </svg>
      {placed.map(({ part, name, target }) => (
        <PartButton
          key={part.id}
          app={app}
          part={part}
          name={name}
          style={inPercent(target)}
          isTold={told.some((id) => isAmongBlocks(part.blocks, id))}
          goTo={() => goTo(part)}
        />
      ))}
    </nav>
  );
}

interface PartButtonProps {
  readonly app: App;
  readonly part: Part;
  readonly name: string;
  readonly style: ReturnType<typeof inPercent>;
  readonly isTold: boolean;
  readonly goTo: () => void;
}

function PartButton({ app, part, name, style, isTold, goTo }: PartButtonProps) {
  return (
    <button
      type="button"
      title={name}
      aria-label={name}
      aria-current={isTold ? 'step' : undefined}
      style={style}
      onClick={goTo}
      {...usePointing(app, [...part.blocks])}
    />
  );
}

function place(app: App, sections: readonly Section[]): { readonly placed: Placed[]; readonly gaps: number[] } {
  const layers = sections.filter(({ kind }) => kind === 'layer').length;
  // Models of a hall have all the room.
  const step = layers === 0 ? WIDTH / sections.length : STEP;
  const fixed = sections.reduce((sum, { kind }) => sum + (kind === 'step' ? step : kind === 'gap' ? GAP : 0), 0);
  const layerWidth = (WIDTH - fixed) / Math.max(1, layers);
  const placed: Placed[] = [];
  const gaps: number[] = [];
  let left = 0;
  for (const section of sections) {
    const width = { step, gap: GAP, layer: layerWidth }[section.kind];
    if (section.kind === 'gap') gaps.push(left + width / 2);
    else if (section.kind === 'step') {
      const target = { left, top: 0, width, height: HEIGHT };
      placed.push({ part: section.part, name: nameOf(app, section.part), x: left + width / 2, y: STREAM, target });
    } else {
      section.parts.forEach((part, index) => {
        // As in the scene: attention leaves the stream to one side, the feed-forward part to the other.
        const isAbove = index % 2 === 0;
        const x = left + (width * (index + 0.5)) / section.parts.length;
        const name = word('schematic.part', { part: nameOf(app, part), layer: section.layer });
        const target = { left, top: isAbove ? 0 : STREAM, width, height: HEIGHT / 2 };
        placed.push({ part, name, x, y: STREAM + (isAbove ? -REACH : REACH), target });
      });
    }
    left += width;
  }
  return { placed, gaps };
}

/** A model by its name, a module by its last one, a step by the name of the block that it makes. */
function nameOf(app: App, { id, block }: Part): string {
  const model = app.model.value?.members?.find(({ name }) => name === id)?.model;
  if (model !== undefined) return model.name;
  const key = `schematic.${id.split('.').at(-1)}`;
  return isWord(key) ? word(key) : app.describe(block).name;
}

/** A step stands on the stream, narrow. */
function boxAt(x: number, y: number, margin = 0) {
  const width = (y === STREAM ? BOX.height : BOX.width) + 2 * margin;
  const height = BOX.height + 2 * margin;
  return { x: x - width / 2, y: y - height / 2, width, height };
}

/** The way from the stream to a part and back; none for a step. */
function branch(x: number, y: number): string {
  if (y === STREAM) return '';
  const out = Math.sign(y - STREAM);
  const rise = out * (REACH - 2 * BEND);
  const bend = (across: number, down: number) => `q${across} 0 ${across} ${down}`;
  const reach = BOX.width / 2 + 2 * BEND;
  return (
    `M${x - reach} ${STREAM}${bend(BEND, out * BEND)}v${rise}q0 ${out * BEND} ${BEND} ${out * BEND}` +
    `h${BOX.width}${bend(BEND, -out * BEND)}v${-rise}q0 ${-out * BEND} ${BEND} ${-out * BEND}`
  );
}

function inPercent({ left, top, width, height }: Placed['target']) {
  const percent = (value: number, of: number) => `${(100 * value) / of}%`;
  return {
    left: percent(left, WIDTH),
    top: percent(top, HEIGHT),
    width: percent(width, WIDTH),
    height: percent(height, HEIGHT),
  };
}
