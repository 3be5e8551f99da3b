import { acts } from './acts.ts';
import { beginnings, given, origins } from './beginnings.ts';
import { bodies } from './bodies.ts';
import { edits } from './edits.ts';
import { endings, leftovers } from './endings.ts';
import { entries } from './entries.ts';
import { hands } from './hands.ts';
import { kept } from './kept.ts';
import { mishaps } from './mishaps.ts';
import { neighbours } from './neighbours.ts';
import { ordeals } from './ordeals.ts';
import { others } from './others.ts';
import { pauses } from './pauses.ts';
import { policies } from './policies.ts';
import { refusals } from './refusals.ts';
import { requests } from './requests.ts';
import { starts } from './starts.ts';
import { upgradeOrdeals } from './upgrade-ordeals.ts';
import { upgrades } from './upgrades.ts';
import { waves } from './waves.ts';

/** Everything that a seed's story is drawn from. */
export const tables: readonly {
  readonly name: string;
  readonly rows: readonly { readonly name: string }[];
}[] = [
  starts,
  origins,
  bodies,
  edits,
  given,
  others,
  beginnings,
  acts,
  requests,
  refusals,
  upgrades,
  upgradeOrdeals,
  waves,
  hands,
  pauses,
  policies,
  entries,
  mishaps,
  ordeals,
  kept,
  neighbours,
  endings,
  leftovers,
];
