// Who a client is: a letter, a colour and a shape that it keeps for life, so that card, table and log show the same
// mark. The letter and the shape tell clients apart without colour.

export const IDENTITY_COLOURS = 8;

export const IDENTITY_SHAPES = [
  'circle',
  'square',
  'triangle',
  'diamond',
  'hexagon',
  'cross',
  'ring',
] as const;

export type IdentityShape = (typeof IDENTITY_SHAPES)[number];

export interface Identity {
  /** `A` to `Z`, then `AA`, `AB` and so on. */
  readonly letter: string;
  /** 0 to {@link IDENTITY_COLOURS} − 1: the colour is the token `--identity-N`. */
  readonly colour: number;
  readonly shape: IdentityShape;
}

/** The identity number `index` (from 0). Colours and shapes cycle at different lengths: 56 pairs before one repeats. */
export function createIdentity(index: number): Identity {
  return {
    letter: toLetters(index),
    colour: index % IDENTITY_COLOURS,
    shape: IDENTITY_SHAPES[index % IDENTITY_SHAPES.length] as IdentityShape,
  };
}

/** Lowest index that nobody of `taken` has. */
export function nextIdentityIndex(taken: Iterable<number>): number {
  const used = new Set(taken);
  let index = 0;
  while (used.has(index)) index += 1;
  return index;
}

function toLetters(index: number): string {
  let letters = '';
  for (let rest = index; rest >= 0; rest = Math.floor(rest / 26) - 1) {
    letters = String.fromCharCode(65 + (rest % 26)) + letters;
  }
  return letters;
}
