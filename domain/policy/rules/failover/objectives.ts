import type { Finding } from '../../../cluster-config/problem.ts';
import { durationMs } from '../../durations.ts';
import { secondsOf, shortestRto } from '../../shortest-rto.ts';
import type { FleetRule } from '../rule.ts';
import { eachPlan, type PlacedPlan } from './each-plan.ts';

/** An objective that nobody can meet is none: the reader would count on it. */
function rtoProblems({ path, plan }: PlacedPlan): readonly Finding[] {
  const parts = shortestRto(plan);
  const shortest = secondsOf(parts);
  if (durationMs(plan.rto) / 1000 >= shortest) return [];
  const sum = parts.map(({ what, seconds }) => `${seconds} s of ${what}`).join(', ');
  return [
    {
      path: `${path}.rto`,
      found: plan.rto,
      allowed: `${shortest}s or more`,
      message: `it takes ${sum}`,
      alternative: `say rto: ${shortest}s, or shorten failingSeconds or the lease of selfFencing`,
    },
  ];
}

function rpoProblems({ path, plan: { rpo, lag } }: PlacedPlan): readonly Finding[] {
  if (rpo !== undefined && lag === undefined) {
    const message = 'nothing tells whether the data is within rpo';
    return [{ path: `${path}.lag`, found: lag, allowed: "an alarm of the standby's region", message }];
  }
  if (rpo === undefined && lag !== undefined) {
    const message = 'the alarm says that the data is behind, and nothing says by how much it may be';
    return [{ path: `${path}.rpo`, found: rpo, allowed: 'a duration such as 30s', message }];
  }
  if (rpo === undefined || durationMs(rpo) > 0) return [];
  const message = 'data that is replicated is behind by a little at any time';
  return [{ path: `${path}.rpo`, found: rpo, allowed: '1s or more', message }];
}

/** The metric comes by the minute, and some minutes late. */
function lagProblems({ path, plan: { lag } }: PlacedPlan): readonly Finding[] {
  if (lag?.waitFor === undefined) return [];
  const seconds = durationMs(lag.waitFor) / 1000;
  if (seconds >= 60 && seconds <= 6 * 3600) return [];
  const message = 'a metric comes by the minute, and nobody writes while it is waited for';
  return [{ path: `${path}.lag.waitFor`, found: lag.waitFor, allowed: '1m to 6h', message }];
}

function soakProblems({ path, plan: { soak } }: PlacedPlan): readonly Finding[] {
  if (soak === undefined || durationMs(soak) <= 30 * 24 * 3600 * 1000) return [];
  const message = 'a way back that is asked for would wait so long';
  return [{ path: `${path}.soak`, found: soak, allowed: 'at most 30d', message }];
}

/** Looks at the capacity go on for some hours: a longer patience is one that never asks. */
function capacityProblems({ path, plan: { capacity = {} } }: PlacedPlan): readonly Finding[] {
  const { waitFor, whenShort } = capacity;
  if (waitFor === undefined) return [];
  const at = `${path}.capacity.waitFor`;
  if (whenShort === 'wait') {
    const message = 'whenShort says that nothing comes after it';
    return [{ path: at, found: waitFor, allowed: 'none with whenShort: wait', message }];
  }
  const seconds = durationMs(waitFor) / 1000;
  if (seconds >= 10 && seconds <= 3600) return [];
  const message = 'clients are not served while the floor is waited for, and nodes take a minute to start';
  return [{ path: at, found: waitFor, allowed: '10s to 1h', message }];
}

/** Nobody looks at an automatic failover: what the old side still writes has to be stopped without it. */
function fenceProblems({ path, plan: { mode, fence } }: PlacedPlan): readonly Finding[] {
  if (mode !== 'automatic' || fence) return [];
  return [
    {
      path: `${path}.fence`,
      found: undefined,
      allowed: 'standbySide or selfFencing',
      message: 'automatic failover needs a fence that works without the region that is lost',
      alternative: 'add the fence, or use mode: approve',
    },
  ];
}

/** The promises of a plan, against what can be. */
export const failoverObjectives: FleetRule = (spec) =>
  eachPlan(spec).flatMap((placed) => [
    ...rtoProblems(placed),
    ...rpoProblems(placed),
    ...lagProblems(placed),
    ...capacityProblems(placed),
    ...fenceProblems(placed),
    ...soakProblems(placed),
  ]);
