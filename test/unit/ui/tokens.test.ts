/** The colours of the page: those of the scene where both have them, and enough contrast for every text. */
import { readFileSync } from 'node:fs';
import { formatHex, wcagContrast } from 'culori';
import { describe, expect, it } from 'vitest';
import { cssColour, PALETTES, type Rgb } from '../../../src/scene/palette.ts';

const css = readFileSync(new URL('../../../src/ui/styles/tokens.css', import.meta.url), 'utf8');

/** The hexadecimal colours that a rule sets, by token; a gradient's stops in a list. */
function tokensOf(selector: string): ReadonlyMap<string, readonly string[]> {
  const rule = css.split(`${selector} {`)[1]?.split('}')[0] ?? '';
  const declared = Array.from(rule.matchAll(/--([\w-]+): ([^;]+);/g), ([, name = '', value = '']) => {
    return [name, value.match(/#[0-9a-f]{6}\b/g) ?? []] as const;
  });
  return new Map(declared.filter(([, colours]) => colours.length > 0));
}

const hex = (colour: Rgb): string | undefined => formatHex(cssColour(colour));

const GROUNDS = ['paper', 'sunken', 'surface', 'raised'];
const ROLES = ['residual', 'embedding', 'normalisation', 'attention', 'activation', 'weight'] as const;
const TEXTS = ['ink', 'ink-2', 'ink-3', 'accent-text', ...ROLES.map((role) => `${role}-text`)];

describe.each([
  ['light', ':root'],
  ['dark', ':root[data-theme="dark"]'],
] as const)('the %s tokens', (theme, selector) => {
  const tokens = tokensOf(selector);
  const palette = PALETTES[theme];
  const one = (name: string): string => tokens.get(name)?.[0] ?? `no token ${name}`;

  it('are the colours of the scene', () => {
    expect(one('paper')).toBe(hex(palette.paper));
    for (const role of ROLES) expect(one(role), role).toBe(hex(palette.roles[role]));
    for (const map of ['diverging', 'sequential'] as const) expect(tokens.get(map)).toEqual(palette[map].map(hex));
  });

  it.each(TEXTS)('give %s a contrast of 4.5 : 1 on every ground', (text) => {
    for (const ground of GROUNDS) expect(wcagContrast(one(text), one(ground)), ground).toBeGreaterThanOrEqual(4.5);
  });
});
