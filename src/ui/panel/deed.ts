/** What words of a story do when they are pressed. */
import type { App } from '../../app/app.ts';
import { isAbort, messageOf } from '../../app/refusals.ts';
import type { Deed } from '../../narrative/tour.ts';
import { goOn } from '../go-on.ts';

/** What cannot be done is told in a sentence. */
export function doDeed(app: App, deed: Deed): Promise<void> {
  switch (deed.kind) {
    case 'prompt':
      return prompt(app, deed.prompt);
    case 'generate':
      return generate(app, deed.count);
    case 'frame':
      return showFrame(app, deed.frame);
  }
}

async function prompt(app: App, text: string): Promise<void> {
  await app.ask(text);
  tell(app, app.promptProblem.value);
}

async function generate(app: App, count: number): Promise<void> {
  await goOn(app, (generating) => generating.run(count));
  tell(app, app.promptProblem.value ?? app.generating.problem.value);
}

/** Where it stands otherwise is not what the reader looks at. */
function tell({ notice }: App, problem: string | undefined): void {
  if (problem !== undefined) notice.value = problem;
}

async function showFrame({ keyFraming, notice }: App, frame: 'first' | 'last'): Promise<void> {
  try {
    const [first] = await keyFraming.list();
    await keyFraming.show(frame === 'first' ? first?.step : undefined);
  } catch (error) {
    if (!isAbort(error)) notice.value = messageOf(error);
  }
}
