/** A formula as a line of text, for those who hear it and where only letters can be set: `s = q · k / √d`. */

interface Element {
  readonly tag: string;
  readonly children: (Element | string)[];
}

/** @param mathml KaTeX's output of that kind. */
export function formulaText(mathml: string): string {
  return textOf(parse(mathml))
    .replace(/\s+/g, ' ')
    .replace(/([=(]) − /g, '$1 −')
    .replace(/( ?;)? ?$/, '')
    .trim();
}

const TAG = /<(\/?)([a-z]+)[^>]*?(\/?)>|([^<]+)/g;

function parse(mathml: string): Element {
  const root: Element = { tag: 'mrow', children: [] };
  const open = [root];
  for (const [, closes, tag, isEmpty, text] of mathml.matchAll(TAG)) {
    if (text !== undefined) open.at(-1)?.children.push(decoded(text));
    else if (closes === '/') open.pop();
    else if (tag !== undefined) {
      const element: Element = { tag, children: [] };
      open.at(-1)?.children.push(element);
      if (isEmpty !== '/') open.push(element);
    }
  }
  return root;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#x27;': '’',
  '&amp;': '&',
};

function decoded(text: string): string {
  return text.replace(/&[#\w]+;/g, (entity) => ENTITIES[entity] ?? entity);
}

/** What stands between two things and has room on both sides. */
const BETWEEN = /^[=≈≠<>≤≥+−±⋅·×÷/→∈∣]$/;
/** Unicode’s mark of a function before its argument: it is read, not seen. */
const APPLIES = '\u2061';

function textOf({ tag, children }: Element): string {
  const [first, second, third] = children.map((child) => (typeof child === 'string' ? child : textOf(child)));
  switch (tag) {
    case 'annotation':
      return '';
    case 'mo': {
      const sign = (first ?? '').replace('-', '−').replace('⋅', '·').replace('∗', '·');
      if (sign === APPLIES || sign === ',' || sign === ';') return `${sign.replace(APPLIES, '')} `;
      return BETWEEN.test(sign) ? ` ${sign} ` : sign;
    }
    case 'mspace':
      return ' ';
    case 'mfrac': {
      const [above, below] = [grouped(first), grouped(second)];
      return above.includes(' ') || below.includes(' ') ? `${above} / ${below}` : `${above}/${below}`;
    }
    case 'msqrt':
      return `√${grouped(children.map((child) => (typeof child === 'string' ? child : textOf(child))).join(''))}`;
    case 'msub':
      return `${first}_${grouped(second)}`;
    case 'munder':
      return `${first}_${grouped(second)} `;
    case 'msup':
      return `${first}${raised(second)}`;
    case 'mover':
      return `${first}${second}`;
    case 'msubsup':
    case 'munderover':
      return `${first}_${grouped(second)}${raised(third)}${tag === 'munderover' ? ' ' : ''}`;
    case 'mtr':
      return `${join(children)}; `;
    default:
      return join(children);
  }
}

function join(children: Element['children']): string {
  return children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}

/** In parentheses where it is more than one thing. */
function grouped(text = ''): string {
  const one = text.trim();
  return /[\s/+−=·]/.test(one) && !/^\([^()]*\)$/.test(one) ? `(${one.replace(/\s+/g, ' ')})` : one;
}

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

function raised(text = ''): string {
  const digit = /^\d$/.test(text.trim()) ? RAISED[Number(text)] : undefined;
  return digit ?? `^${grouped(text)}`;
}
