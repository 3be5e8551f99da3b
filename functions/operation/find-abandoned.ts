import * as z from 'zod';
import { type AnyOperationRef, refOf } from '../../domain/operation/operation.ts';
import type { OperationRecord } from '../../domain/operation/record.ts';
import { requesterOf } from '../../domain/operation/requester.ts';
import { leftByReapers, type StoppedReaper } from '../../domain/operation/stopped-reapers.ts';
import type { ExecutionEnd, ExecutionPort } from '../../domain/ports/executions.ts';
import type { HeldLease, Leases } from '../../domain/ports/leases.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import { SOURCE } from '../../events/event.ts';
import { type Deployment, deployment } from '../runtime/ports/account/deployment.ts';
import { leases } from '../runtime/ports/state/leases.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { executions } from '../runtime/ports/workflows/executions.ts';
import { task } from '../runtime/task.ts';
import { operationTasks } from './contracts.ts';

type Found = z.output<typeof operationTasks.findAbandoned.output>;

interface Ports {
  readonly executions: ExecutionPort;
  readonly leases: Pick<Leases, 'heldLeases' | 'leasesHeldBy' | 'operationOf'>;
  readonly operations: Pick<OperationStore, 'readClaim' | 'readOperation'>;
  readonly deployment: Deployment;
}

/** The machine of this very workflow, and how ARNs of the executions of all of the stage's begin. */
function ownArns({ partition, region, accountId, stage }: Deployment) {
  const arn = (kind: string) => `arn:${partition}:states:${region}:${accountId}:${kind}:eks-fleet-${stage}-`;
  return { reaper: `${arn('stateMachine')}reap-operations`, executions: arn('execution') };
}

/**
 * Finds leases whose execution has ended without freeing them. Also finds the operation of an execution that had lost
 * its lease and ended before it could say so, and the request of an execution that ended before it was accepted or
 * refused. No Catch handles such ends (a stopped execution, a timeout of the whole, a history that is full), and a
 * workflow's own last steps could not run. It changes nothing, so it may run as often as it likes. Executions of
 * another stage, or of somebody else's, are none of its business.
 */
export const handler = task(
  operationTasks.findAbandoned,
  { executions, leases, operations, deployment },
  async ({ event }, ports) => {
    const { executionArn } = event.detail;
    if (executionArn === undefined) return sweep(event.time, ports);
    const isOwn = executionArn.startsWith(ownArns(ports.deployment).executions);
    return isOwn ? leftBy(executionArn, ports) : NOTHING;
  },
);

/**
 * On the hour: all leases, and the executions that reapers were to see to that were stopped since the sweep before.
 */
async function sweep(time: string | undefined, ports: Ports): Promise<Found> {
  const held = await ports.leases.heldLeases();
  const found = await Promise.all(held.map((one) => stillAbandoned(one, ports)));
  const sweptAt = Date.parse(time ?? '');
  const unseen = Number.isNaN(sweptAt) ? [] : await leftByReapers(sweptAt, stoppedReapers(ports));
  const seen = new Set(held.map(({ executionArn }) => executionArn));
  const left = await Promise.all(unseen.filter((arn) => !seen.has(arn)).map((arn) => leftBy(arn, ports)));
  return together([...found, ...left]);
}

/** The input of an execution of this workflow: the end of another one, or a schedule's event. */
const given = z.object({
  source: z.literal(['aws.states', 'aws.events']),
  time: z.string(),
  detail: z.object({ executionArn: z.string().optional() }),
});

/** Nobody is told of this workflow's own ends, or it could start itself without end: the next sweep asks. */
async function* stoppedReapers({ executions, deployment }: Ports): AsyncGenerator<StoppedReaper> {
  for (const { executionArn, stoppedAt } of await executions.stopped(ownArns(deployment).reaper)) {
    const read = given.safeParse(JSON.parse((await executions.end(executionArn))?.input ?? '{}'));
    const { executionArn: saw } = read.data?.detail ?? {};
    const sweptAt = Date.parse(saw === undefined ? (read.data?.time ?? '') : '');
    yield {
      stoppedAt,
      ...(saw === undefined ? {} : { saw }),
      ...(Number.isNaN(sweptAt) ? {} : { sweptAt }),
    };
  }
}

const NOTHING: Found = { outcome: 'Found', abandoned: [], unanswered: [] };

/** The operation or request that one execution has left without an end. */
async function leftBy(executionArn: string, ports: Ports): Promise<Found> {
  const held = await ports.leases.leasesHeldBy(executionArn);
  if (held.length > 0) return together(await Promise.all(held.map((one) => abandoned(one, ports))));
  const record = await ports.leases.operationOf(executionArn);
  if (!record) return { ...NOTHING, unanswered: await unanswered(executionArn, ports) };
  if (record.status === 'Skipped' || record.status === 'Rejected')
    return { ...NOTHING, unanswered: await untold(executionArn, ports) };
  return leaseless(record, ports);
}

/** An operation with who asked for it, whom its lease does not know. */
const withRequester = (operation: AnyOperationRef, record: OperationRecord | undefined) =>
  record ? refOf({ ...operation, requester: requesterOf(record) }) : operation;

const caughtOf = (end: ExecutionEnd): Found['abandoned'][number]['caught'] => ({
  Error: end.error ?? end.status,
  Cause: end.cause ?? `workflow: the execution ended as ${end.status}`,
});

/**
 * All that an execution has left that ended with its lease. A refusal or a skip that was written down and not told
 * yet is told as such: its end stays what it is.
 */
async function abandoned({ operation, executionArn }: HeldLease, ports: Ports): Promise<Found> {
  const end = await ports.executions.end(executionArn);
  if (!end) return NOTHING;
  const caught = caughtOf(end);
  const record = await ports.leases.operationOf(executionArn);
  const known = withRequester(operation, record);
  const isRefused = record?.status === 'Rejected' || record?.status === 'Skipped';
  const event = isRefused ? requestOf(end) : undefined;
  return event
    ? { ...NOTHING, unanswered: [{ event, caught, operation: known }] }
    : { ...NOTHING, abandoned: [{ operation: known, caught }] };
}

/**
 * As `abandoned`, for a lease that an index has listed. The index may still list a lease that was freed a moment ago,
 * whose execution has ended as it should. So the lease is asked for again once the end is known.
 */
async function stillAbandoned(listed: HeldLease, ports: Ports): Promise<Found> {
  const found = await abandoned(listed, ports);
  if (found.abandoned.length + found.unanswered.length === 0) return NOTHING;
  const held = await ports.leases.leasesHeldBy(listed.executionArn);
  return held.length > 0 ? found : NOTHING;
}

/** The lost lease of an operation that is superseded on record: it is told by that, and by no end of its execution. */
const lostBy = ({ status, failure }: OperationRecord): Found['abandoned'][number]['caught'] | undefined =>
  status === 'Superseded' ? { Error: 'LeaseLost', Cause: `${failure?.step}: ${failure?.reason}` } : undefined;

const together = (all: readonly Found[]): Found => ({
  ...NOTHING,
  abandoned: all.flatMap((one) => one.abandoned),
  unanswered: all.flatMap((one) => one.unanswered),
});

/**
 * The end that is still to tell of an operation whose lease was taken or freed. One that was stopped may have written
 * its failure and not told it, and a fact that is told twice does no harm.
 */
async function leaseless(record: OperationRecord, ports: Ports): Promise<Found> {
  const end = await ports.executions.end(record.executionArn);
  const mayBeUntold = record.status === 'Failed' || record.status === 'Superseded';
  const isTold = record.status !== 'Running' && (!mayBeUntold || end?.status === 'FAILED');
  const found =
    end === undefined || isTold
      ? []
      : [{ operation: withRequester(refOf(record), record), caught: lostBy(record) ?? caughtOf(end) }];
  return { outcome: 'Found', abandoned: found, unanswered: [] };
}

const request = z.object({
  id: z.string(),
  source: z.literal(SOURCE),
  'detail-type': z.string().endsWith('Requested'),
  detail: z.unknown(),
});

/** The end of an execution that has refused its request, and has told so. */
const TOLD = 'RequestRejected';

/** The request of an execution that had written down that it refuses or skips it, and was stopped before it told. */
async function untold(executionArn: string, ports: Ports): Promise<Found['unanswered']> {
  const end = await ports.executions.end(executionArn);
  const event = requestOf(end);
  return end && event ? [{ event, caught: caughtOf(end) }] : [];
}

async function unanswered(executionArn: string, ports: Ports): Promise<Found['unanswered']> {
  const end = await ports.executions.end(executionArn);
  const event = requestOf(end);
  if (!end || !event) return [];
  const { requestId } = event.detail;
  const claim = requestId === undefined ? undefined : await ports.operations.readClaim(requestId);
  // A claim, also of another execution's, answers the request; its own without a lease is of a firing that was skipped.
  if (claim && (claim.executionArn !== executionArn || claim.epoch !== 0)) return [];
  return [{ event, caught: caughtOf(end) }];
}

/** The request that an execution was given, where it is one that the workflow has not refused by itself. */
function requestOf(end: ExecutionEnd | undefined): Found['unanswered'][number]['event'] | undefined {
  if (end?.input === undefined || end.error === TOLD) return undefined;
  const read = request.safeParse(JSON.parse(end.input));
  if (!read.success) return undefined;
  const { id, 'detail-type': detailType, detail } = read.data;
  const named = z.object({ requestId: z.string().max(128) }).safeParse(detail);
  return { id, 'detail-type': detailType, detail: named.data ?? {} };
}
