import type * as z from 'zod';
import { stillStanding } from '../../domain/failover/parity.ts';
import { ROOM, roomFaults } from '../../domain/failover/room.ts';
import type { FailoverPlan } from '../../domain/policy/failover.ts';
import type { GuardPort } from '../../domain/ports/guard.ts';
import type { SideOf } from '../../domain/ports/sides.ts';
import type { UpgradeOffersPort } from '../../domain/ports/upgrade-offers.ts';
import { account } from '../runtime/ports/account/account.ts';
import { upgradeOffers } from '../runtime/ports/account/upgrade-offers.ts';
import { regionalSides } from '../runtime/ports/cluster/regional-sides.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { guards } from '../runtime/ports/state/guards.ts';
import { task } from '../runtime/task.ts';
import { failoverReadinessTasks } from './contracts.ts';
import { isSilent } from './is-silent.ts';
import { guardOfPlan, planHere } from './plan-here.ts';

type Answer = z.input<typeof failoverReadinessTasks.measureRoom.output>;
interface Ports {
  readonly regionalSides: SideOf;
  readonly upgradeOffers: Pick<
    UpgradeOffersPort,
    'freeAddresses' | 'instanceTypes' | 'runningInstances' | 'vcpuQuota'
  >;
}

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();

/** The room that is missing; none is asked for where the cluster is not there, or has no node group of EKS's. */
async function shortages(
  plan: FailoverPlan,
  guard: Pick<GuardPort, 'sizes'>,
  { regionalSides: sides, upgradeOffers: offers }: Ports,
): Promise<readonly string[]> {
  const [sizes, groups = []] = await Promise.all([
    guard.sizes(plan.name),
    sides(plan.to.region).groups(plan.to.cluster),
  ]);
  if (groups.length === 0) return [];
  const [freeAddresses, running, vcpuQuota] = await Promise.all([
    offers.freeAddresses(unique(groups.flatMap(({ subnets }) => subnets))),
    offers.runningInstances(),
    offers.vcpuQuota(),
  ]);
  const types = await offers.instanceTypes(
    unique([...Object.keys(running), ...groups.flatMap(({ instanceTypes }) => instanceTypes)]),
  );
  const vcpus = Object.fromEntries(Object.entries(types).map(([type, { vcpus: count }]) => [type, count]));
  return roomFaults({ plan, sizes, groups, freeAddresses, running, vcpuQuota, vcpus });
}

/**
 * Measures whether the nodes and pods of a failover have addresses and vCPUs in the standby's region. While it does not answer, what
 * was known stands. It changes nothing, so it may run as often as it likes.
 */
export const handler = task(
  failoverReadinessTasks.measureRoom,
  { account, fleets, guards, regionalSides, upgradeOffers },
  async ({ plan: name }, ports): Promise<Answer> => {
    const standing = await planHere(name, ports);
    if (!standing) return { outcome: 'Settled', unready: [] };
    const guard = guardOfPlan(standing.plan, ports);
    try {
      return { outcome: 'Settled', unready: [...(await shortages(standing.plan, guard, ports))] };
    } catch (error) {
      if (!isSilent(error)) throw error;
      const before = await guard.readiness(name);
      return { outcome: 'Settled', unready: [...stillStanding(before?.unready ?? [], ROOM)] };
    }
  },
);
