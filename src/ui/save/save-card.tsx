import { useMemo, useState } from 'preact/hooks';
import type { App, FilmOptions } from '../../app/app.ts';
import type { Player } from '../../narrative/player.ts';
import { Card } from '../card.tsx';
import { saveFile } from '../files.ts';
import { saveOpen } from '../ui-state.ts';
import { clock, count, word } from '../words.ts';

/** Pixels of a picture to each CSS pixel of the canvas. */
const SCALES = [1, 2, 4];
/** Pixels; films are 16 by 9. */
const HEIGHTS = [720, 1080];

interface SaveProps {
  readonly app: App;
}

/** The scene as a picture, the tour as a film: what is to be saved is chosen here, and then made while the page goes on. */
export function SaveCard({ app }: SaveProps) {
  if (!saveOpen.value) return null;
  const player = app.player.value;
  return (
    <Card name="save" title="save.title" close="save.close" open={saveOpen}>
      <PictureChoice app={app} />
      {player !== undefined && <FilmChoice key={player.tour.id} app={app} player={player} />}
    </Card>
  );
}

function PictureChoice({ app }: SaveProps) {
  const { width, height } = app.pictureSize.value;
  return (
    <section>
      <h3>{word('save.picture')}</h3>
      <p>{word('save.pictureHint')}</p>
      <div class="save-scales">
        {SCALES.map((scale) => (
          <button
            key={scale}
            type="button"
            class="button quiet"
            onClick={() => void save(app, () => app.picture({ scale }))}
          >
            <strong>{word('save.scale', { scale })}</strong>
            <span class="figure">{sizeInWords(width * scale, height * scale)}</span>
          </button>
        ))}
      </div>
    </section>
  );
}

interface FilmChoiceProps extends SaveProps {
  readonly player: Player;
}

const WHOLE_TOUR = 'tour';

function FilmChoice({ app, player }: FilmChoiceProps) {
  const [part, setPart] = useState(String(player.place.peek().chapter));
  const [height, setHeight] = useState(String(HEIGHTS[0]));
  const timeline = player.timeline.value;
  const { chapters, duration } = useMemo(() => timeline.moving, [timeline]);
  if (!('VideoEncoder' in globalThis))
    return (
      <section>
        <h3>{word('save.film')}</h3>
        <p>{word('film.noEncoder')}</p>
      </section>
    );
  const film = () => {
    const options: FilmOptions = { height: Number(height), ...(part !== WHOLE_TOUR && { chapter: Number(part) }) };
    void save(app, () => app.film(options));
  };
  return (
    <section>
      <h3>{word('save.film')}</h3>
      <p>{word('save.filmHint')}</p>
      <label>
        <span>{word('save.part')}</span>
        <select value={part} onChange={(event) => setPart(event.currentTarget.value)}>
          {chapters.map(({ title, start, end }, chapter) => (
            <option key={title} value={chapter}>
              {word('save.chapter', { chapter: chapter + 1, title, time: clock(end - start) })}
            </option>
          ))}
          <option value={WHOLE_TOUR}>{word('save.tour', { time: clock(duration) })}</option>
        </select>
      </label>
      <label>
        <span>{word('save.size')}</span>
        <select class="figure" value={height} onChange={(event) => setHeight(event.currentTarget.value)}>
          {HEIGHTS.map((pixels) => (
            <option key={pixels} value={pixels}>
              {sizeInWords((pixels * 16) / 9, pixels)}
            </option>
          ))}
        </select>
      </label>
      <button type="button" class="button" onClick={film}>
        {word('save.filmStart')}
      </button>
    </section>
  );
}

/** Makes a file, which can be cancelled from then on, and hands it to the browser. Why there is none is told, unless it was given up. */
async function save(app: App, make: () => Promise<File>): Promise<void> {
  saveOpen.value = false;
  try {
    saveFile(await make());
  } catch (error) {
    if (error instanceof Error && error.name !== 'AbortError') app.notice.value = error.message;
  }
}

function sizeInWords(width: number, height: number): string {
  return `${count(width)} × ${count(height)}`;
}
