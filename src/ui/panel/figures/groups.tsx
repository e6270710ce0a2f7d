import { useState } from 'preact/hooks';
import type { App } from '../../../app/app.ts';
import { figureInWords } from '../../../app/figure-in-words.ts';
import type { GroupsFigure } from '../../../narrative/figures/groups.ts';
import { usePointing } from '../../pointing.ts';
import { word } from '../../words.ts';

/** CSS pixels at its natural size. */
const WIDTH = 300;
const HEIGHT = 112;
const TOP = 30;
const BOTTOM = 82;
const LARGEST = 22;
/** Numbers need this much room. */
const READABLE = 14;

interface GroupsDrawingProps {
  readonly app: App;
  readonly figure: GroupsFigure;
}

/** Query heads above, the key and value heads that they read below. */
export function GroupsDrawing({ app, figure }: GroupsDrawingProps) {
  const { query, key, groups, head } = figure;
  const [hot, setHot] = useState<number | undefined>(undefined);
  const pointing = usePointing(app, [query, key]);
  const heads = groups.flat();
  const pitch = WIDTH / heads.length;
  const size = Math.min(LARGEST, pitch * 0.8);
  const each = groups[0]?.length ?? 1;
  const told = hot ?? head;
  const xOf = (index: number) => (index + 0.5) * pitch;
  const sharedAt = (shared: number) => (shared + 0.5) * pitch * each;
  const isTold = (heading: number) => heading === told;
  const box = (x: number, y: number, name: number, isLit: boolean) => (
    <g class={isLit ? 'lit' : ''}>
      <rect x={x - size / 2} y={y - size / 2} width={size} height={size} rx={Math.min(4, size / 4)} />
      {size >= READABLE && (
        <text x={x} y={y + 4}>
          {name}
        </text>
      )}
    </g>
  );
  return (
    <>
      <svg
        class="figure-groups"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={figureInWords(figure, app.describe)}
        {...pointing}
      >
        <text class="name" x="0" y="11">
          {word('figure.groupsQuery')}
        </text>
        <text class="name" x="0" y={HEIGHT - 3}>
          {word('figure.groupsKey')}
        </text>
        {groups.map((members, shared) =>
          members.map((member) => (
            <path
              key={member}
              class={isTold(member) ? 'lit' : ''}
              d={`M${xOf(member)},${TOP + size / 2}L${sharedAt(shared)},${BOTTOM - size / 2}`}
            />
          )),
        )}
        {groups.map((members, shared) => (
          <g key={shared}>
            {members.map((member) => (
              <g key={member} onPointerOver={() => setHot(member)} onPointerOut={() => setHot(undefined)}>
                {box(xOf(member), TOP, member, isTold(member))}
              </g>
            ))}
            {box(sharedAt(shared), BOTTOM, shared, members.some(isTold))}
          </g>
        ))}
      </svg>
      <figcaption class="figure">
        {hot === undefined
          ? word(each > 1 ? 'figure.groupsShared' : 'figure.groupsOwn', {
              queries: heads.length,
              shared: groups.length,
              each,
            })
          : word('figure.groupsHead', { head: hot, shared: Math.floor(hot / each) })}
      </figcaption>
    </>
  );
}
