import type { Document } from './documents.fixtures.ts';
import type { OPERATIONS } from './sdk-members.ts';

/** One change by hand: something else at a path of a part, or nothing. */
export interface Hand {
  readonly document: Document;
  readonly part: string;
  readonly path: string;
  readonly value: unknown;
  /** The drift that tells it; by default of the member itself. */
  readonly drift: string;
}

/** The outcome of a change by hand. One that is left, or not even told, says why. */
export type Cell =
  | (Hand & { readonly is: 'changed back' })
  | (Hand & { readonly is: 'refused'; readonly by: string })
  | (Hand & { readonly is: 'left'; readonly because: string })
  | (Hand & { readonly is: 'not told'; readonly because: string })
  | { readonly is: 'no state'; readonly because: string };

export type Member = `${(typeof OPERATIONS)[number]} ${string}`;
export type Rows = Readonly<Record<Member, readonly Cell[]>>;

type At = readonly [part: string, path: string, value: unknown, drift?: string];
const handOf =
  (document: Document) =>
  (...[part, path, value, drift = `${part}.${path.split(/[.[]/)[0]}`]: At): Hand => ({
    document,
    part,
    path,
    value,
    drift,
  });

const UNSAID = 'The document does not say it: who does is not known, and drift tells it';

/** A change of a member that the document says. */
export const back = (...at: At): Cell => ({ ...handOf('said')(...at), is: 'changed back' });
export const refused = (by: string, ...at: At): Cell => ({ ...handOf('said')(...at), is: 'refused', by });
export const left = (because: string, ...at: At): Cell => ({ ...handOf('said')(...at), is: 'left', because });
export const untold = (because: string, ...at: At): Cell => ({
  ...handOf('said')(...at),
  is: 'not told',
  because,
});
/** A change of a member that the document does not say. */
export const unsaid = (...at: At): Cell => ({ ...handOf('unsaid')(...at), is: 'left', because: UNSAID });
export const of = (document: Document, cell: Cell): Cell =>
  cell.is === 'no state' ? cell : { ...cell, document };
export const noState = (because: string): Cell => ({ is: 'no state', because });
