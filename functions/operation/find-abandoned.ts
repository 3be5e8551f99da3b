import * as z from 'zod';
import type { OperationRecord, OperationRef } from '../../domain/operation/operation.ts';
import type { ExecutionEnd, ExecutionPort } from '../../domain/ports/executions.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import { SOURCE } from '../../events/event.ts';
import { executions } from '../runtime/ports/executions.ts';
import { operations } from '../runtime/ports/operations.ts';
import { task } from '../runtime/task.ts';
import { findAbandoned } from './find-abandoned.contract.ts';

type Found = z.output<typeof findAbandoned.output>;

interface Ports {
  readonly executions: ExecutionPort;
  readonly operations: OperationStore;
}

/** What an execution of this very workflow was given: the end of another one, or a schedule's event. */
const given = z.object({
  source: z.literal(['aws.states', 'aws.events']),
  detail: z.object({ executionArn: z.string().optional() }),
});
const IS_REAPER = /-reap-operations:[^:]+$/;
/** How often in a row a reaper may have been stopped; the sweep of the next hour sees to the rest. */
const MOST_REAPERS = 20;

/**
 * The execution that ended in the first place, or undefined for a sweep. Where one of this workflow was stopped
 * itself, what it was to see to has nobody else: a newer operation may have the lease by the next sweep.
 */
async function firstEnded(executionArn: string | undefined, ports: Ports): Promise<string | undefined> {
  let ended = executionArn;
  for (let hops = 0; hops < MOST_REAPERS && ended !== undefined && IS_REAPER.test(ended); hops++) {
    const end = await ports.executions.end(ended);
    const read = given.safeParse(JSON.parse(end?.input ?? '{}'));
    if (!read.success) return ended;
    ended = read.data.detail.executionArn;
  }
  return ended;
}

/**
 * Finds leases whose execution has ended without freeing them, the operation of an execution that had lost its lease
 * and ended before it could say so, and the request of one that ended before it was accepted or refused: what no
 * Catch handles (a stopped execution, a timeout of the whole, a history that is full) and what a workflow's own last
 * steps could not do. It changes nothing, so it may run as often as it likes.
 */
export const handler = task(findAbandoned, { executions, operations }, async ({ event }, ports) => {
  const executionArn = await firstEnded(event.detail.executionArn, ports);
  const held =
    executionArn === undefined
      ? await ports.operations.heldLeases()
      : await ports.operations.leasesHeldBy(executionArn);
  const found = await Promise.all(held.map((operation) => abandoned(operation, ports)));
  const kept = { outcome: 'Found' as const, abandoned: found.filter((one) => one !== undefined) };
  if (executionArn === undefined || held.length > 0) return { ...kept, unanswered: [] };
  const record = await ports.operations.operationOf(executionArn);
  if (!record) return { ...kept, unanswered: await unanswered(executionArn, ports) };
  if (record.status === 'Skipped' || record.status === 'Rejected')
    return { ...kept, unanswered: await untold(executionArn, ports) };
  return leaseless(record, ports);
});

const caughtOf = (end: ExecutionEnd): Found['abandoned'][number]['caught'] => ({
  Error: end.error ?? end.status,
  Cause: end.cause ?? `workflow: the execution ended as ${end.status}`,
});

async function abandoned(
  held: { readonly operation: OperationRef; readonly executionArn: string },
  ports: Ports,
): Promise<Found['abandoned'][number] | undefined> {
  const end = await ports.executions.end(held.executionArn);
  return end && { operation: held.operation, caught: caughtOf(end) };
}

/**
 * What is left to say of an operation whose lease was taken or freed. One that was stopped may have written its
 * failure and not told it, and a fact that is told twice does no harm.
 */
async function leaseless(record: OperationRecord, ports: Ports): Promise<Found> {
  const end = await ports.executions.end(record.executionArn);
  const isTold = record.status !== 'Running' && (record.status !== 'Failed' || end?.status === 'FAILED');
  const { id, kind, cluster, epoch } = record;
  const found =
    end === undefined || isTold ? [] : [{ operation: { id, kind, cluster, epoch }, caught: caughtOf(end) }];
  return { outcome: 'Found', abandoned: found, unanswered: [] };
}

const request = z.object({
  id: z.string(),
  source: z.literal(SOURCE),
  'detail-type': z.string().endsWith('Requested'),
  detail: z.unknown(),
});

/** What the workflow itself has refused, it has told. */
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
