import type * as z from 'zod';
import {
  PARITY,
  PARITY_BESIDE,
  parityFaults,
  principalsMissing,
  stillStanding,
} from '../../domain/failover/parity.ts';
import type { FailoverPlan } from '../../domain/policy/failover.ts';
import type { SideOf } from '../../domain/ports/sides.ts';
import { account } from '../runtime/ports/account/account.ts';
import { regionalSides } from '../runtime/ports/cluster/regional-sides.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { guards } from '../runtime/ports/state/guards.ts';
import { task } from '../runtime/task.ts';
import { failoverReadinessTasks } from './contracts.ts';
import { isSilent } from './is-silent.ts';
import { guardOfPlan, planHere } from './plan-here.ts';

type Answer = z.input<typeof failoverReadinessTasks.compareSides.output>;

/** Differences between the sides; none where one is not there, of which the judge tells. */
async function differences(plan: FailoverPlan, sides: SideOf): Promise<readonly string[]> {
  const { from, to } = plan;
  const [primary, standby] = await Promise.all(
    [from, to].map(({ region, cluster }) => sides(region).contents(cluster)),
  );
  if (!primary || !standby) return [];
  const missing = await sides(from.region).people(from.cluster, principalsMissing(primary, standby));
  return parityFaults({ plan, primary, standby, missing });
}

/**
 * Holds both sides of a plan against one another. While one does not answer, what was known stands: a primary that is lost is no
 * fault of its standby. It changes nothing, so it may run as often as it likes.
 */
export const handler = task(
  failoverReadinessTasks.compareSides,
  { account, fleets, guards, regionalSides },
  async ({ plan: name }, ports): Promise<Answer> => {
    const standing = await planHere(name, ports);
    if (!standing) return { outcome: 'Settled', unready: [] };
    try {
      return { outcome: 'Settled', unready: [...(await differences(standing.plan, ports.regionalSides))] };
    } catch (error) {
      if (!isSilent(error)) throw error;
      const before = await guardOfPlan(standing.plan, ports).readiness(name);
      const known = [...(before?.unready ?? []), ...(before?.warnings ?? [])];
      return { outcome: 'Settled', unready: [...stillStanding(known, PARITY, PARITY_BESIDE)] };
    }
  },
);
