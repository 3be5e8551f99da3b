import { REACH_KINDS, type ReachNames, type Unreached } from '../reach/report.ts';
import { NOT_DRAWN_YET } from './unreached/not-drawn-yet.ts';
import { SELDOM } from './unreached/seldom.ts';

const row =
  (kind: Unreached['kind'], because: string) =>
  (name: string): Unreached => ({ kind, name, because });

const ANSWERED_OTHERWISE = 'defensive: where a Choice goes for an answer that no contract allows';
const THOUSAND_LOOKS = 'a thousand looks take half a day, dearer than a hundred seeds; tests/flows has them';
const DOCUMENTS =
  'what is said of fields of documents: their own tests have each field, seeds a few documents';

/** Names that no seed of a campaign need reach, and why. */
export const REASONED: readonly Unreached[] = [
  ...['*/Unknown*', '*/*Unknown'].map(row('states', ANSWERED_OTHERWISE)),
  ...['*/*TookTooLong'].map(row('states', THOUSAND_LOOKS)),
  ...[
    'domain/cluster-config/*',
    'domain/account-facts/*',
    'domain/policy/rules/*',
    'domain/policy/schema.ts*',
    'domain/desired/*',
    'domain/contents/node-group/user-data/*',
    'domain/kubernetes-versions.ts*',
  ].map(row('branches', DOCUMENTS)),
];

const named = (names: ReachNames, reason: Omit<Unreached, 'kind' | 'name'>): readonly Unreached[] =>
  REACH_KINDS.flatMap((kind) => (names[kind] ?? []).map((name) => ({ kind, name, ...reason })));

/**
 * The same with the names that a better draw would reach, and those that few seeds reach: `node
 * scripts/list-unreached.ts` writes both. A row that is reached is told, so that it can go.
 */
export const UNREACHED: readonly Unreached[] = [
  ...REASONED,
  ...named(NOT_DRAWN_YET, { because: 'not drawn yet: a row of a table would lead to it' }),
  ...named(SELDOM, { because: 'by few seeds: whether one reaches it is chance', isSeldom: true }),
];
