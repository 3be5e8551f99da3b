import type * as z from 'zod';
import { TaskError } from '../../domain/errors.ts';
import type { Claimed } from '../../domain/failover/claim.ts';
import { type Decision, decideFailover } from '../../domain/failover/decide.ts';
import { decideMoveRequest, type MoveVerdict } from '../../domain/failover/decide-request.ts';
import { lagAlarms, lagOf } from '../../domain/failover/lag.ts';
import { generationOf, guardTableOf, regionsOf } from '../../domain/failover/names.ts';
import { unreadyBy } from '../../domain/failover/readiness.ts';
import { seenAfresh } from '../../domain/failover/request.ts';
import { planNamed, sideOf } from '../../domain/failover/standing-plans.ts';
import { watchedPlan } from '../../domain/failover/watched-plan.ts';
import { holdersOfFailovers } from '../../domain/operation/pause.ts';
import { clusterArn } from '../../domain/operation/subject.ts';
import { durationMs } from '../../domain/policy/durations.ts';
import { FAILOVER_DEFAULTS, type FailoverPlan } from '../../domain/policy/failover.ts';
import type { AlarmsPort } from '../../domain/ports/alarms.ts';
import type { FleetsPort } from '../../domain/ports/fleets.ts';
import type { GuardOf, GuardPort } from '../../domain/ports/guard.ts';
import type { RecordsPort } from '../../domain/ports/records.ts';
import { failoverRequested } from '../../events/failover/requested.ts';
import { accept } from '../operation/accept.ts';
import { type Arrival, type Asked, refused } from '../operation/acceptable.ts';
import { account, type OwnAccount } from '../runtime/ports/account/account.ts';
import { identities } from '../runtime/ports/account/identities.ts';
import { alarms } from '../runtime/ports/cluster/alarms.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { guards } from '../runtime/ports/state/guards.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { records } from '../runtime/ports/state/records.ts';
import { task } from '../runtime/task.ts';
import { failoverTasks } from './contracts.ts';

type Detail = z.output<(typeof failoverRequested)['detail']>;

/** The right to look is not to be missed unseen. */
function unlessDenied(error: unknown): undefined {
  if (error instanceof TaskError && error.name === 'AccessDenied') throw error;
}

interface DecidePorts extends Pick<Ports, 'account' | 'alarms' | 'records'> {
  readonly guard: GuardPort;
}

/** The decision of an observer's question, by fresh reads. */
async function decideAnew(
  plan: FailoverPlan,
  raised: NonNullable<Detail['raised']>,
  item: Claimed | undefined,
  at: string,
  { guard, alarms, records, account }: DecidePorts,
): Promise<Decision> {
  const names = lagAlarms(plan);
  const [standby, witness, readiness, states, { pause }] = await Promise.all([
    guard.slots(plan.to.region),
    guard.slots(plan.witness),
    guard.readiness(plan.name),
    // An alarm that nobody can read is one that says nothing.
    names.length === 0 ? [] : alarms.states(names).catch(unlessDenied),
    records.read({ arn: clusterArn(account, plan.to.region, plan.to.cluster) }, ['pause']),
  ]);
  const lag = lagOf(plan, states);
  return decideFailover({
    plan: watchedPlan(plan),
    standby: seenAfresh(standby, plan.to.region, raised, at),
    witness: seenAfresh(witness, plan.witness, raised, at),
    guard: item,
    pausedBy: holdersOfFailovers(pause),
    unready: unreadyBy(readiness, Date.parse(at)),
    ...(lag === undefined ? {} : { lag }),
    ...(item ? { sinceMovedSeconds: (Date.parse(at) - Date.parse(item.at)) / 1000 } : {}),
  });
}

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
  const item = await guard.read(name);
  const verdict = decideMoveRequest({
    ...{ to, planned, guard: item },
    decision: raised && (await decideAnew(plan, raised, item, at, { ...ports, guard })),
    soakSeconds: durationMs(plan.soak ?? FAILOVER_DEFAULTS.soak) / 1000,
    servedSeconds: item ? (Date.parse(at) - Date.parse(item.at)) / 1000 : 0,
  });
  const { epoch = 0 } = item ?? {};
  const why = verdict.do === 'go' ? verdict.why : undefined;
  const request = {
    ...{ plan: name, fleet, to, planned, epoch, generation: generationOf(plan), raisedAt: raised?.at ?? at },
    ...(why === undefined ? {} : { why }),
  };
  return { name: cluster, request, verdict } satisfies Asked<'failover'> & { readonly verdict: MoveVerdict };
}

/**
 * Validates a FailoverRequested event and claims it. An observer's question is decided anew by strongly consistent reads before
 * the lease is taken, and is skipped where it came to nothing; a person's goes on whatever the votes say. What if this runs
 * twice? See `accept`: a request that was claimed is not decided again.
 */
export const handler = task(
  failoverTasks.acceptRequest,
  { account, alarms, fleets, guards, identities, operations, records },
  (input, ports) => {
    let verdict: MoveVerdict = { do: 'go' };
    return accept(input, ports, {
      kind: 'failover',
      event: failoverRequested,
      ask: async (detail, arrival) => {
        const asked = await read(detail, arrival, ports);
        if ('problems' in asked) return asked;
        verdict = asked.verdict;
        return { name: asked.name, request: asked.request };
      },
      decide: ({ raised }, { lease }) => {
        if (raised && lease?.holder?.kind === 'failover')
          return {
            do: 'skip',
            reason: `operation ${lease.holder.operationId} moves a plan to this cluster`,
          } as const;
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
