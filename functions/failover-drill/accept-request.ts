import type * as z from 'zod';
import { type DrillProblem, drillProblem } from '../../domain/failover/drill/decide-request.ts';
import { guardTableOf, regionsOf } from '../../domain/failover/names.ts';
import { unreadyBy } from '../../domain/failover/readiness.ts';
import { planNamed } from '../../domain/failover/standing-plans.ts';
import type { FleetsPort } from '../../domain/ports/fleets.ts';
import type { GuardOf } from '../../domain/ports/guard.ts';
import { failoverDrillRequested } from '../../events/failover/drill-requested.ts';
import { accept } from '../operation/accept.ts';
import { type Arrival, type Asked, refused } from '../operation/acceptable.ts';
import { account, type OwnAccount } from '../runtime/ports/account/account.ts';
import { identities } from '../runtime/ports/account/identities.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { guards } from '../runtime/ports/state/guards.ts';
import { leases } from '../runtime/ports/state/leases.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { records } from '../runtime/ports/state/records.ts';
import { task } from '../runtime/task.ts';
import { failoverDrillTasks } from './contracts.ts';

type Detail = z.output<(typeof failoverDrillRequested)['detail']>;
type Read = Asked<'drill'> & { readonly problem: DrillProblem | undefined };

interface Ports {
  readonly account: OwnAccount;
  readonly fleets: Pick<FleetsPort, 'list'>;
  readonly guards: GuardOf;
}

/** The request, and what by Guard stands against it. */
async function read(detail: Detail, { region, at }: Pick<Arrival, 'region' | 'at'>, ports: Ports) {
  const { plan: name, staysSeconds = 0, scheduledAt } = detail;
  const standing = planNamed(await ports.fleets.list(), name);
  if (!standing)
    return refused('detail.plan', `found ${name}, and no Fleet document has a failover plan of this name`);
  const { plan, fleet } = standing;
  const { cluster, region: here } = plan.to;
  if (here !== region)
    return refused(
      'detail.plan',
      `the standby of ${name} is in ${here}, and this is ${region}: put the request there`,
    );
  const guard = ports.guards(guardTableOf(ports.account, regionsOf(plan)));
  const [item, readiness, last] = await Promise.all([
    guard.read(name),
    guard.readiness(name),
    guard.drill(name),
  ]);
  const unready = unreadyBy(readiness, Date.parse(at));
  const problem = drillProblem({ plan, at, scheduledAt, guard: item, unready, last });
  return { name: cluster, request: { plan: name, fleet, staysSeconds }, problem } satisfies Read;
}

/**
 * Validates a FailoverDrillRequested event and claims it, where nothing else is under way on the standby: a drill ends nothing. A
 * schedule's that may not be held is skipped, a person's is refused. What if this runs twice? See `accept`.
 */
export const handler = task(
  failoverDrillTasks.acceptRequest,
  { account, fleets, guards, identities, leases, operations, records },
  (input, ports) => {
    let problem: DrillProblem | undefined;
    return accept(input, ports, {
      kind: 'drill',
      event: failoverDrillRequested,
      records: ['pause'],
      ask: async (detail, arrival) => {
        const asked = await read(detail, arrival, ports);
        if ('problems' in asked) return asked;
        problem = asked.problem;
        return { name: asked.name, request: asked.request };
      },
      decide: ({ scheduledAt }, { lease, pause }) => {
        const holder =
          lease?.holder && lease.holder.executionArn !== input.executionArn ? lease.holder : undefined;
        const busy = holder && `operation ${holder.operationId} (${holder.kind}) is under way`;
        const paused = pause && 'its changes are paused: resume them, and ask again';
        const against =
          problem ?? [busy, paused].flatMap((message) => (message ? { path: '', message } : []))[0];
        if (!against) return undefined;
        if (scheduledAt !== undefined) return { do: 'skip', reason: against.message } as const;
        return { do: 'refuse', problem: { path: against.path, message: against.message } } as const;
      },
      // A schedule signs nothing: its request is taken by the time that the document names, or comes to nothing.
      isOwn: ({ scheduledAt }) => scheduledAt !== undefined,
      whileFrozen: ({ scheduledAt }) => (scheduledAt === undefined ? 'refuse' : 'skip'),
    });
  },
);
