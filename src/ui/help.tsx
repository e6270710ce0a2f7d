import { Card } from './card.tsx';
import { KEYS, MATRIX_KEYS } from './keys.ts';
import { helpOpen } from './ui-state.ts';
import { word } from './words.ts';

/** Every key and what it does, made from the key table. It lies beside the drawing and closes like the rest, with Esc. */
export function Help() {
  if (!helpOpen.value) return null;
  return (
    <Card name="help" title="help.title" close="help.close" open={helpOpen}>
      <dl>
        {[...KEYS, ...MATRIX_KEYS].map((row) => (
          <div key={row.word}>
            <dt>
              {row.keys.map((entry) => (
                <kbd key={entry.key}>{entry.shown}</kbd>
              ))}
            </dt>
            <dd>{word(row.word)}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
