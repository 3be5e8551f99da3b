import type * as z from 'zod';
import { decideMoveRequest, type MoveVerdict } from '../../domain/failover/decide-request.ts';
import { generationOf, guardTableOf, regionsOf } from '../../domain/failover/names.ts';
import { planNamed, sideOf } from '../../domain/failover/standing-plans.ts';
import { holderOfPart } from '../../domain/operation/lease.ts';
import { durationMs } from '../../domain/policy/durations.ts';
import { FAILOVER_DEFAULTS } from '../../domain/policy/failover.ts';
import type { AlarmsPort } from '../../domain/ports/alarms.ts';
import type { FleetsPort } from '../../domain/ports/fleets.ts';
import type { GuardOf } from '../../domain/ports/guard.ts';
import type { RecordsPort } from '../../domain/ports/records.ts';
import { failoverRequested } from '../../events/failover/requested.ts';
import { accept } from '../operation/accept.ts';
import { type Arrival, type Asked, refused } from '../operation/acceptable.ts';
import { account, type OwnAccount } from '../runtime/ports/account/account.ts';
import { identities } from '../runtime/ports/account/identities.ts';
import { alarms } from '../runtime/ports/cluster/alarms.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { guards } from '../runtime/ports/state/guards.ts';
import { leases } from '../runtime/ports/state/leases.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { records } from '../runtime/ports/state/records.ts';
import { task } from '../runtime/task.ts';
import { failoverTasks } from './contracts.ts';
import { decideAnew, evidenceIn, observersOf, unlessDenied } from './decide-anew.ts';

type Detail = z.output<(typeof failoverRequested)['detail']>;

interface Ports {
  readonly alarms: AlarmsPort;
  readonly account: OwnAccount;
  readonly records: RecordsPort;
  readonly fleets: Pick<FleetsPort, 'list'>;
  readonly guards: GuardOf;
}

/** The request, and the verdict on it by Guard and votes: both are read once. */
async function read(detail: Detail, { region, at }: Pick<Arrival, 'region' | 'at'>, ports: Ports) {
  const { plan: name, to, planned = false, raised } = detail;
  const standing = planNamed(await ports.fleets.list(), name);
  if (!standing)
    return refused('detail.plan', `found ${name}, and no Fleet document has a failover plan of this name`);
  const { plan, fleet } = standing;
  const { cluster, region: serves } = sideOf(plan, to);
  if (serves !== region)
    return refused(
      'detail.to',
      `the ${to} of ${name} is in ${serves}, and this is ${region}: put the request there`,
    );
  const guard = ports.guards(guardTableOf(ports.account, regionsOf(plan)));
  const reading = observersOf(plan, raised, at, guard);
  const [item, observers] = await Promise.all([
    guard.read(name),
    // A person's request is no vote: without its evidence it goes on.
    raised ? reading : reading.catch(unlessDenied),
  ]);
  const verdict = decideMoveRequest({
    ...{ to, planned, guard: item },
    decision: raised && observers && (await decideAnew(plan, item, at, observers, { ...ports, guard })),
    soakSeconds: durationMs(plan.soak ?? FAILOVER_DEFAULTS.soak) / 1000,
    servedSeconds: item ? (Date.parse(at) - Date.parse(item.at)) / 1000 : 0,
  });
  const { epoch = 0 } = item ?? {};
  const why = verdict.do === 'go' ? verdict.why : undefined;
  const request = {
    ...{ plan: name, fleet, to, planned, epoch, generation: generationOf(plan), raisedAt: raised?.at ?? at },
    ...(why === undefined ? {} : { why }),
    ...(observers ? { evidence: evidenceIn(plan, observers) } : {}),
  };
  return { name: cluster, part: name, request, verdict } satisfies Asked<'failover'> & {
    readonly verdict: MoveVerdict;
  };
}

/**
 * Validates a FailoverRequested event and claims it. An observer's question is decided anew by strongly consistent reads before
 * the lease is taken, and is skipped where it came to nothing; a person's goes on whatever the votes say. What if this runs
 * twice? See `accept`: a request that was claimed is not decided again.
 */
export const handler = task(
  failoverTasks.acceptRequest,
  { account, alarms, fleets, guards, identities, leases, operations, records },
  (input, ports) => {
    let verdict: MoveVerdict = { do: 'go' };
    return accept(input, ports, {
      kind: 'failover',
      event: failoverRequested,
      ask: async (detail, arrival) => {
        const asked = await read(detail, arrival, ports);
        if ('problems' in asked) return asked;
        verdict = asked.verdict;
        return { name: asked.name, part: asked.part, request: asked.request };
      },
      decide: ({ raised, plan }, { lease }) => {
        const mover = holderOfPart(lease, plan);
        if (raised && mover?.kind === 'failover')
          return { do: 'skip', reason: `operation ${mover.operationId} moves the plan already` } as const;
        if (verdict.do === 'skip') return { do: 'skip', reason: verdict.reason } as const;
        if (verdict.do === 'go') return undefined;
        const { path, message } = verdict;
        return { do: 'refuse', problem: { path, message } } as const;
      },
      // An observer signs nothing: its question is taken by the votes that Guard has, or comes to nothing.
      isOwn: ({ raised }) => raised !== undefined,
    });
  },
);
