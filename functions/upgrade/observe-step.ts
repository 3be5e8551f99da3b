import type * as z from 'zod';
import { lookOf } from '../../domain/phase-contract.ts';
import type { FleetsPort } from '../../domain/ports/fleets.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import type { RecordsPort } from '../../domain/ports/records.ts';
import { foreseenEnd } from '../../domain/upgrade/foreseen-end.ts';
import { decideSoak } from '../../domain/upgrade/soak.ts';
import { isStarting, type StepKind } from '../../domain/upgrade/steps.ts';
import { decideHeldPhase } from '../operation/held-phase.ts';
import { readPlanned } from '../operation/read-operation.ts';
import { requireLease } from '../runtime/change.ts';
import { alarms } from '../runtime/ports/cluster/alarms.ts';
import { contents } from '../runtime/ports/cluster/contents.ts';
import { eks } from '../runtime/ports/cluster/eks.ts';
import { kubernetes } from '../runtime/ports/cluster/kubernetes.ts';
import { probes } from '../runtime/ports/cluster/probes.ts';
import { scalingGroups } from '../runtime/ports/cluster/scaling-groups.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { records } from '../runtime/ports/state/records.ts';
import { hooks } from '../runtime/ports/workflows/hooks.ts';
import { task } from '../runtime/task.ts';
import { upgradeTasks } from './contracts.ts';
import { FROZEN_SECONDS, frozenBy } from './frozen.ts';
import { healthOf } from './quiet.ts';
import { type Asked, type ItemPorts, itemsOf } from './step-items.ts';
import { type VerifyPorts, verifyStep } from './verify-step.ts';

type Input = z.output<typeof upgradeTasks.observeStep.input>;
type Answer = z.input<typeof upgradeTasks.observeStep.output>;
type Ports = ItemPorts &
  VerifyPorts & {
    readonly fleets: FleetsPort;
    readonly operations: OperationStore;
    readonly records: RecordsPort;
  };

/** The end of a step that looks at no nodes. */
const DONE: Answer = { outcome: 'Done', nodesLeft: [] };

const noAlarm = (missing: readonly string[]): Answer => ({
  outcome: 'Failed',
  failures: missing.map((name) => ({
    key: `alarm/${name}`,
    reason: 'CloudWatch has no such alarm any more, and without it nobody knows how the cluster is',
  })),
});

/** A step whose alarms are not OK, or whose probes fail, starts nothing, and looks again so soon. */
const UNSETTLED_SECONDS = 30;

/**
 * Whether a freeze has begun in the middle of a step, or begins before what would start has ended: a group of nodes may
 * move for hours.
 */
async function isFrozen({ input, record }: Asked, until: string, ports: Ports): Promise<boolean> {
  const { operation, at } = input;
  const key = { arn: operation.cluster.arn, operationId: record.id };
  const { registered } = await ports.records.read(key, ['registered']);
  return (await frozenBy(operation, registered, { at, until }, ports.fleets)) !== undefined;
}

type Left = readonly { readonly leaves?: string }[];
const leftBy = (items: Left): readonly string[] => items.flatMap(({ leaves }) => leaves ?? []);

/** Failures, of which the first also tells what is left half done. */
const withLeft = <Failure extends { readonly reason: string }>(
  [first, ...others]: readonly Failure[],
  items: Left,
): Failure[] => (first ? [{ ...first, reason: [first.reason, ...leftBy(items)].join('; ') }, ...others] : []);

type Waiting = Extract<Answer, { outcome: 'Waiting' }>;
type Items = Awaited<ReturnType<typeof itemsOf>>;

/** In a freeze, what has been begun is ended, and nothing else is started. */
function inFreeze(progress: Waiting, items: Items): Waiting {
  const ends = new Set(items.flatMap(({ key, isBegun }) => (isBegun === true ? [key] : [])));
  const start = progress.start.filter(({ key }) => ends.has(key));
  const isUnderWay = start.length > 0 || items.some(({ decision }) => decision.do === 'wait');
  return { ...progress, start, waitSeconds: isUnderWay ? progress.waitSeconds : FROZEN_SECONDS };
}

/** Looks at the items of a step, and where one of them would start, at alarms, probes and freezes. */
async function observeItems(asked: Asked, ports: Ports): Promise<Answer> {
  const { input, record } = asked;
  const items = await itemsOf(asked, ports);
  const progress = await decideHeldPhase(input.operation, items, lookOf(input), ports.operations);
  if (progress.outcome === 'Failed') return { ...progress, failures: withLeft(progress.failures, items) };
  if (progress.outcome === 'Done') return DONE;
  if (progress.outcome !== 'Waiting' || progress.start.length === 0 || !isStarting(input.step))
    return progress;
  const health = await healthOf(record, input, ports);
  switch (health.is) {
    case 'unknown':
      return noAlarm(health.missing);
    case 'unhealthy':
      return { outcome: 'Unhealthy', reason: [health.reason, ...leftBy(items)].join('; ') };
    case 'unsettled':
      return {
        ...progress,
        ...{
          start: [],
          failing: [...health.failing],
          waitSeconds: Math.min(UNSETTLED_SECONDS, health.secondsLeft),
        },
      };
    case 'quiet':
      return (await isFrozen(asked, foreseenEnd(items, progress.start, input.at), ports))
        ? inFreeze(progress, items)
        : progress;
  }
}

/** Looks at alarms and probes, and at the lease: a soak of days changes nothing by which it would find that it has lost it. */
async function observeSoak({ input, record }: Asked, ports: Ports): Promise<Answer> {
  const { operation, since, at } = input;
  requireLease(operation, await ports.operations.readLease(operation.cluster.arn));
  // Nobody waits for days for the end of what is not to go on.
  if (record.cancellation) return { outcome: 'Unhealthy', reason: 'it is canceled' };
  const health = await healthOf(record, input, ports);
  if (health.is === 'unknown') return noAlarm(health.missing);
  const minutes = record.request.action === 'upgrade' ? record.request.soakMinutes : 0;
  const soak = decideSoak(minutes, health, { since, at });
  if (soak.is === 'over') return DONE;
  if (soak.is === 'unhealthy') return { outcome: 'Unhealthy', reason: soak.reason };
  const { waitSeconds } = soak;
  const failing = health.is === 'unsettled' ? { failing: [...health.failing] } : {};
  return { outcome: 'Waiting', waitSeconds, start: [], ready: [], ...failing };
}

type Observed = (asked: Asked, ports: Ports) => Promise<Answer>;
const OBSERVED: Partial<Readonly<Record<StepKind, Observed>>> = {
  soak: observeSoak,
  verify: ({ input, record, plan }, ports) =>
    verifyStep({ record, plan, step: input.step, watched: input }, ports),
};

/**
 * Looks at what one step of an upgrade is about. It changes nothing, so it may run as often as it likes; alarms, probes
 * and freezes hold back whatever would start.
 */
export async function observeStep(input: Input, ports: Ports): Promise<Answer> {
  const { record, plan } = await readPlanned('upgrade', input.operation, ports.operations);
  const observe = OBSERVED[input.step.kind] ?? observeItems;
  const answer = await observe({ input, record, plan }, ports);
  // The machine keeps what a look says of failing probes for the next one: none, where it has asked none.
  return answer.outcome === 'Waiting' ? { failing: [], ...answer } : answer;
}

export const handler = task(
  upgradeTasks.observeStep,
  { alarms, contents, eks, fleets, hooks, kubernetes, operations, probes, records, scalingGroups },
  (input, ports) => observeStep(input, ports),
);
