import type * as z from 'zod';
import { apiOf } from '../../domain/access/reach.ts';
import { TaskError } from '../../domain/errors.ts';
import { sizesSeen } from '../../domain/failover/preparation/primary-sizes.ts';
import { clusterArn } from '../../domain/operation/subject.ts';
import { account } from '../runtime/ports/account/account.ts';
import { kubernetes } from '../runtime/ports/cluster/kubernetes.ts';
import { regionalEks } from '../runtime/ports/cluster/regional-eks.ts';
import { regionalNodeGroups } from '../runtime/ports/cluster/regional-node-groups.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { guards } from '../runtime/ports/state/guards.ts';
import { records } from '../runtime/ports/state/records.ts';
import { task } from '../runtime/task.ts';
import { failoverReadinessTasks } from './contracts.ts';
import { guardOfPlan, planHere } from './plan-here.ts';

type Answer = z.input<typeof failoverReadinessTasks.recordSizes.output>;

const NO_ANSWER =
  /^(Kubernetes(Unreachable|Unauthorized|Forbidden)|ServiceUnavailable|Throttled|AccessDenied)$/;
const not = (reason: string): Answer => ({ outcome: 'NotRecorded', reason });

/**
 * Records the primary's sizes while it owns the plan: those of a side that has been left are no measure. What if this runs twice?
 * The later sizes stay.
 */
export const handler = task(
  failoverReadinessTasks.recordSizes,
  {
    ...{ account, fleets, guards, kubernetes, records },
    ...{ regionalEks, regionalNodeGroups },
  },
  async ({ plan: name, at }, ports): Promise<Answer> => {
    const standing = await planHere(name, ports);
    if (!standing) return not('no document has the plan here');
    const { cluster, region } = standing.plan.from;
    const guard = guardOfPlan(standing.plan, ports);
    const item = await guard.read(name);
    if (item?.owner !== 'primary' || item.moving) return not('the primary does not serve');
    try {
      const arn = clusterArn(ports.account, region, cluster);
      const [described, groups, { access }] = await Promise.all([
        ports.regionalEks(region).describeCluster(cluster),
        ports.regionalNodeGroups(region).groups(cluster),
        ports.records.read({ arn }, ['access']),
      ]);
      if (!described) return not(`there is no cluster ${cluster} in ${region}`);
      const api = access?.is === 'ready' ? apiOf(described, ports.account.stage) : undefined;
      const controllers = api ? await ports.kubernetes.controllers(api) : [];
      await guard.recordSizes(name, sizesSeen(standing.plan, at, groups, controllers));
      return { outcome: 'Recorded' };
    } catch (error) {
      if (error instanceof TaskError && NO_ANSWER.test(error.name))
        return not(`${cluster} in ${region} does not answer: ${error.message}`);
      throw error;
    }
  },
);
