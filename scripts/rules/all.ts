import { alarms } from './alarms.ts';
import { boundaries } from './boundaries.ts';
import { caught } from './caught.ts';
import { changes } from './changes.ts';
import { choices } from './choices.ts';
import { clocks } from './clocks.ts';
import { conditions } from './conditions.ts';
import { deadLetters } from './dead-letters.ts';
import { deletions } from './deletions.ts';
import { environment } from './environment.ts';
import { failoverPath } from './failover-path.ts';
import { fence } from './fence.ts';
import { keeping } from './keeping.ts';
import { pages } from './pages.ts';
import { partialAnswers } from './partial-answers.ts';
import { reads } from './reads.ts';
import { retries } from './retries.ts';
import type { Rule } from './rule.ts';
import { swallowed } from './swallowed.ts';
import { tokens } from './tokens.ts';

/** Every rule of `npm run rules`. */
export const rules: readonly Rule[] = [
  retries,
  caught,
  choices,
  swallowed,
  fence,
  changes,
  reads,
  tokens,
  pages,
  partialAnswers,
  deletions,
  conditions,
  boundaries,
  deadLetters,
  alarms,
  clocks,
  keeping,
  environment,
  failoverPath,
];
