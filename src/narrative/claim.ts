import { resolve } from './address.ts';
import { readTraining } from './figures/training.ts';
import { lensAnswer } from './lens.ts';
import { countOfLetter, modelAnswer, type ReadingMoment, readLetters, sortedIds, toldAnswers } from './letters.ts';
import { measure } from './quantity.ts';
import type { Claim } from './tour.ts';

/** Whether a claim holds for a run; undefined while that is not known. @throws Error as `resolve` does. */
export function holds(claim: Claim, moment: ReadingMoment): boolean | undefined {
  const { source } = moment;
  switch (claim.kind) {
    case 'sorted': {
      const answers = toldAnswers(moment);
      return answers.length < source.given || answers.length === 0 ? undefined : equal(answers, sortedIds(source));
    }
    case 'right': {
      const answer = toldAnswers(moment)[claim.answer];
      return answer === undefined ? undefined : answer === sortedIds(source)[claim.answer];
    }
    case 'in-order':
      return source.ids.length === 0 ? undefined : equal(source.ids.slice(0, source.given), sortedIds(source));
    case 'above':
    case 'below': {
      const measured = measure(claim.quantity, moment);
      const than = typeof claim.than === 'number' ? claim.than : measure(claim.than, moment)?.value;
      if (measured === undefined || than === undefined) return undefined;
      return claim.kind === 'above' ? measured.value > than : measured.value < than;
    }
    case 'same-letter': {
      const letter = readLetters({ of: 'cell', at: claim.at }, moment);
      const answer = readLetters({ of: 'answer', number: claim.answer }, moment);
      return letter === undefined || answer === undefined ? undefined : letter[0] === answer[0];
    }
    case 'letter': {
      const letter = readLetters({ of: 'cell', at: claim.at }, moment);
      return letter === undefined ? undefined : letter[0] === claim.letter;
    }
    case 'has':
      return source.ids.length === 0 ? undefined : countOfLetter(claim.letter, source) > 0;
    case 'there':
      return source.ids.length === 0 ? undefined : resolve(claim.at, moment) !== undefined;
    case 'trained':
      return readTraining(source) !== undefined;
    case 'lens-agrees': {
      const read = lensAnswer(claim.stream, moment);
      return read === undefined ? undefined : read === modelAnswer(moment);
    }
  }
}

function equal(left: readonly number[], right: readonly number[]): boolean {
  return left.length === right.length && left.every((value, index) => value === right[index]);
}
