import type { App, Refusal } from '../../app/app.ts';
import type { Act } from '../actions.ts';
import { keyOf } from '../keys.ts';
import { word } from '../words.ts';

interface RefusalProps {
  readonly app: App;
  readonly refusal: Refusal;
  readonly act: Act;
}

/** Why something was not opened: for people first, the rule's name last, and a way on. */
export function RefusalBody({ app, refusal, act }: RefusalProps) {
  return (
    <section class="refusal" role="alert">
      <h1>{refusal.title}</h1>
      <p class="lead">{refusal.explanation}</p>
      <dl class="facts">
        {refusal.facts.map((fact) => (
          <div key={fact.name} class={fact.value.length > 24 ? 'long' : ''}>
            <dt>{fact.name}</dt>
            <dd class={`figure${fact.atFault === true ? ' at-fault' : ''}`}>{fact.value}</dd>
          </div>
        ))}
        <div>
          <dt>{word('refusal.rule')}</dt>
          <dd class="code">{refusal.rule}</dd>
        </div>
      </dl>
      <div class="buttons">
        <button type="button" class="button" onClick={() => act('open')}>
          {word('refusal.choose')}
        </button>
        <button type="button" class="button quiet" onClick={() => void copyReport(app, refusal)}>
          {word('refusal.copy')}
        </button>
      </div>
    </section>
  );
}

export function RefusalFoot({ app }: { readonly app: App }) {
  const model = app.model.value;
  return (
    <>
      {model !== undefined && <span>{word('refusal.still', { model: model.name })}</span>}
      <button
        type="button"
        class="plain"
        onClick={() => {
          app.refusal.value = undefined;
        }}
      >
        {word('refusal.dismiss')} <kbd>{keyOf('close')}</kbd>
      </button>
    </>
  );
}

async function copyReport(app: App, refusal: Refusal) {
  const facts = refusal.facts.map((fact) => `${fact.name}: ${fact.value}`);
  const lines = [refusal.title, refusal.explanation, ...facts, `${word('refusal.rule')}: ${refusal.rule}`];
  try {
    await navigator.clipboard.writeText(lines.join('\n'));
    app.notice.value = word('refusal.copied');
  } catch {
    app.notice.value = word('copy.failed');
  }
}
