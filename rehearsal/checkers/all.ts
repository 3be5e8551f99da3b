import type { Checker, Watched } from './checker.ts';
import { DriftToldChecker } from './drift-told.ts';
import { LookChecker } from './looks.ts';
import { OneEndChecker } from './one-end.ts';
import { OneRegionChecker } from './one-region.ts';
import { OwnershipChecker } from './ownership.ts';
import { TransientFailureChecker } from './transient-failures.ts';
import { TruthfulFactsChecker } from './truthful-facts.ts';
import { WakeSizesChecker } from './wake-sizes.ts';

/** The checkers of what matters, one file each: every simulation and every seed of a campaign is watched by all. */
export const CHECKERS: readonly (new (watched: Watched) => Checker)[] = [
  DriftToldChecker,
  LookChecker,
  OneEndChecker,
  OneRegionChecker,
  OwnershipChecker,
  TransientFailureChecker,
  TruthfulFactsChecker,
  WakeSizesChecker,
];
