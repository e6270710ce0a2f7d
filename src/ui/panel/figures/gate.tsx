import type { App } from '../../../app/app.ts';
import { figureInWords } from '../../../app/figure-in-words.ts';
import { ACTIVATION_FUNCTIONS } from '../../../architecture/explain/functions.ts';
import type { GateFigure } from '../../../narrative/figures/gate.ts';
import { formatNumber } from '../../../narrative/written.ts';
import { usePointingAtCell } from '../../pointing.ts';
import { word } from '../../words.ts';
import { scale } from './scale.ts';

/** Of one plot, CSS pixels at its natural size. */
const SIZE = 96;
const MARGIN = 6;
/** Shown at least this far to both sides, so that the bend is seen. */
const LEAST = 3;
const SAMPLES = 60;

interface GateDrawingProps {
  readonly app: App;
  readonly figure: GateFigure;
}

/** A gate on its curve, the number that it lets through, and their product; beside them the number on GPT-2's curve. */
export function GateDrawing({ app, figure }: GateDrawingProps) {
  const { block, cell, function: name, gate, up, product, ungated } = figure;
  const numbers = {
    opened: formatNumber(gate.opened),
    up: formatNumber(up.value),
    product: formatNumber(product),
    ungated: formatNumber(ungated.value),
  };
  return (
    <>
      <div class="gate-plots" role="img" aria-label={figureInWords(figure, app.describe)}>
        <div {...usePointingAtCell(app, gate.block, cell)}>
          <p>{word('figure.gate')}</p>
          <Plot curve={ACTIVATION_FUNCTIONS[name]} at={gate.input} fill={app.colourOf(gate.block, gate.opened)} />
          <p class="figure">
            {word(`function.${name}`)}({formatNumber(gate.input)})
            <br />= {numbers.opened}
          </p>
        </div>
        <div {...usePointingAtCell(app, up.block, cell)}>
          <p>{word('figure.gateUp')}</p>
          <Plot curve={identity} at={up.value} fill={app.colourOf(up.block, up.value)} />
          <p class="figure">{numbers.up}</p>
        </div>
        <div class="other">
          <p>{word('figure.gateUngated')}</p>
          <Plot
            curve={ACTIVATION_FUNCTIONS[ungated.function]}
            at={up.value}
            fill={app.colourOf(block, ungated.value)}
          />
          <p class="figure">
            {word(`function.${ungated.function}`)}({numbers.up})
            <br />= {numbers.ungated}
          </p>
        </div>
      </div>
      <p class="gate-product figure" {...usePointingAtCell(app, block, cell)}>
        <i class="swatch" style={{ background: app.colourOf(block, product) }} />
        {word('figure.gateProduct', numbers)}
      </p>
      <figcaption>{word('figure.gateHint', { function: word(`function.${ungated.function}`) })}</figcaption>
    </>
  );
}

function identity(value: number): number {
  return value;
}

interface PlotProps {
  readonly curve: (x: number) => number;
  readonly at: number;
  /** The colour of what the curve makes of it. */
  readonly fill: string;
}

/** A function with one point on it, both axes to the same scale. */
function Plot({ curve, at, fill }: PlotProps) {
  const reach = Math.max(LEAST, Math.abs(at) * 1.1);
  const x = scale(-reach, reach, MARGIN, SIZE - MARGIN);
  const y = scale(-reach, reach, SIZE - MARGIN, MARGIN);
  const line = Array.from({ length: SAMPLES + 1 }, (_, index) => {
    const value = -reach + (2 * reach * index) / SAMPLES;
    return `${x(value).toFixed(1)},${y(curve(value)).toFixed(1)}`;
  });
  return (
    <svg class="figure-curve" viewBox={`0 0 ${SIZE} ${SIZE}`} aria-hidden="true">
      <path class="axis" d={`M${x(-reach)},${y(0)}H${x(reach)}M${x(0)},${y(-reach)}V${y(reach)}`} />
      <path d={`M${line.join('L')}`} />
      <line class="drop" x1={x(at)} x2={x(at)} y1={y(0)} y2={y(curve(at))} />
      <circle cx={x(at)} cy={y(curve(at))} r="4" fill={fill} />
    </svg>
  );
}
