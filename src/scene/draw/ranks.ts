/** The ranks of the magnitudes of every tensor in view: a row for each in one texture. */
import type { DataTexture } from 'three';
import { type Numbers, RANK_POINTS } from '../tiles/numbers.ts';
import { shareTexture } from './textures.ts';

const LEAST_ROWS = 16;

/** With more, the rows of tensors that are no longer there are given up; what is in view has far fewer. */
const MOST_ROWS = 2048;

export class RankTable {
  private texels = new Uint8Array(RANK_POINTS * LEAST_ROWS);
  private rows = new Map<Numbers, number>();
  private changed = false;
  texture: DataTexture = shareTexture(this.texels, RANK_POINTS, LEAST_ROWS);

  /** Before the first row of a frame. */
  begin(): void {
    if (this.rows.size > MOST_ROWS) this.rows.clear();
  }

  rowOf(numbers: Numbers): number {
    const known = this.rows.get(numbers);
    if (known !== undefined) return known;
    const row = this.rows.size;
    this.rows.set(numbers, row);
    if ((row + 1) * RANK_POINTS > this.texels.length) {
      const larger = new Uint8Array(this.texels.length * 2);
      larger.set(this.texels);
      this.texels = larger;
    }
    this.texels.set(
      Uint8Array.from(numbers.ranks, (rank) => Math.round(255 * rank)),
      row * RANK_POINTS,
    );
    this.changed = true;
    return row;
  }

  /** After the last row of a frame. */
  end(): void {
    if (!this.changed) return;
    this.changed = false;
    this.texture.dispose();
    this.texture = shareTexture(this.texels, RANK_POINTS, this.texels.length / RANK_POINTS);
  }

  dispose(): void {
    this.texture.dispose();
  }
}
