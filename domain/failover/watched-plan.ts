import { FAILOVER_DEFAULTS, type FailoverPlan } from '../policy/failover.ts';
import type { WatchedPlan } from './decide.ts';

/** A plan as far as it is decided on whether it moves. Both kinds of fences work without the primary's region: others are refused. */
export const watchedPlan = ({ name, mode, failingSeconds, fence }: FailoverPlan): WatchedPlan => ({
  name,
  mode: mode ?? FAILOVER_DEFAULTS.mode,
  failingSeconds: failingSeconds ?? FAILOVER_DEFAULTS.failingSeconds,
  fencesAlone: fence !== undefined,
});
