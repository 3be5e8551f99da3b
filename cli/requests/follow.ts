import { callingPrincipal } from '../../aws/deployment/requesters.ts';
import type { Fleet } from '../../aws/fleet.ts';
import { findExecution, followExecution, type RequestExecution } from '../../aws/stepfunctions/requests.ts';
import { ERRORS } from '../../domain/errors.ts';
import { failureOf } from '../../domain/operation/failure.ts';
import { operationIdOf } from '../../domain/operation/operation.ts';
import { pausedBy } from '../../domain/operation/pause.ts';
import type { OperationRecord } from '../../domain/operation/record.ts';
import { clusterArn, fleetArn } from '../../domain/operation/subject.ts';
import type { Fact } from '../../domain/ports/facts.ts';
import { resultInWords } from '../../domain/scale/outcome/result.ts';
import { upgradeInWords } from '../../domain/upgrade/progress.ts';
import { CommandError } from '../command-error.ts';
import { regionOf } from '../fleet.ts';
import { IS_PAUSED, sentence } from '../progress.ts';
import { denied } from '../requesters.ts';
import { withProof } from './prove.ts';

/** A request as it was published. */
export interface PublishedRequest {
  readonly requestId: string;
  readonly eventId: string;
  /** The cluster that it is about; absent where it is about a Fleet document. */
  readonly cluster?: string;
  readonly fleet?: string;
  readonly region: string;
  /** The workflow that the event's rule starts. */
  readonly workflow:
    | 'apply-fleet'
    | 'upgrade-fleet'
    | 'create-cluster'
    | 'delete-cluster'
    | 'adopt-cluster'
    | 'release-cluster'
    | 'scale-cluster'
    | 'upgrade-cluster'
    | 'fail-over'
    | 'drill-failover';
}

export interface RequestOutcome extends PublishedRequest {
  /**
   * `Succeeded`, `Failed`, `Rejected`, `Incomplete`, `Skipped`; `RolledBack` of an upgrade that turned back; `Lost` where
   * no workflow was started.
   */
  readonly outcome: string;
  readonly operation?: string;
  readonly reason?: string;
  readonly advice?: string;
  /** The result of a scaling or an upgrade: what was before and is now, and remarks for a person. */
  readonly result?: readonly string[];
}

export interface FollowOptions {
  readonly tell: (text: string) => void;
  readonly sleep: (ms: number) => Promise<void>;
  /** The number of looks in which a bus must have started the workflow. */
  readonly looksForStart?: number;
}

const LOOK_MS = 2000;
const LOOKS_FOR_START = 60;

/** The name of a request's subject. */
export const subjectOf = ({ cluster, fleet = '' }: Pick<PublishedRequest, 'cluster' | 'fleet'>): string =>
  cluster ?? fleet;

/** Publishes one request on the bus of the cluster's own region, with the proof of who asks. */
export async function publishRequest(
  fleet: Fleet,
  request: Omit<PublishedRequest, 'eventId'>,
  event: Fact,
): Promise<PublishedRequest> {
  const { region } = request;
  const proven = await withProof(fleet, region, event);
  const eventId = await regionOf(fleet, region)
    .bus.put(proven)
    .catch(async (error: Error) => {
      if (error.name !== 'AccessDenied') throw error;
      throw new CommandError(denied(region, await callingPrincipal(region), error.message));
    });
  return { ...request, eventId };
}

/**
 * Follows a request to its end: first the execution that its event started, then the operation's record in the fleet
 * table.
 */
export async function followRequest(
  fleet: Fleet,
  request: PublishedRequest,
  { tell, sleep, looksForStart = LOOKS_FOR_START }: FollowOptions,
): Promise<RequestOutcome> {
  const { sfn } = regionOf(fleet, request.region);
  const { partition, accountId, stage } = fleet;
  const machine = `arn:${partition}:states:${request.region}:${accountId}:stateMachine:eks-fleet-${stage}-${request.workflow}`;
  const say = (text: string): void => tell(`${`${request.region}/${subjectOf(request)}`.padEnd(28)} ${text}`);
  let executionArn: string | undefined;
  let state: string | undefined;
  let held: string | undefined;
  for (let looks = 0; ; looks++) {
    executionArn ??= await findExecution(sfn, machine, request.eventId);
    if (executionArn === undefined && looks >= looksForStart)
      return {
        ...request,
        outcome: 'Lost',
        reason: `event ${request.eventId} started no execution of ${request.workflow}`,
        advice: 'Look into the dead-letter queue of the region.',
      };
    if (executionArn !== undefined) {
      const execution = await followExecution(sfn, executionArn);
      if (execution.state !== undefined && execution.state !== state) say(sentence(execution.state));
      state = execution.state;
      const { reason, advice } = await heldUpBy(fleet, request, execution);
      if (reason !== undefined && reason !== held)
        say(`held up: ${[reason, advice].filter(Boolean).join('. ')}`);
      held = reason;
      if (execution.status !== 'RUNNING') {
        const outcome = await outcomeOf(fleet, request, execution);
        say(outcome.reason === undefined ? outcome.outcome : `${outcome.outcome}: ${outcome.reason}`);
        return outcome;
      }
    }
    await sleep(LOOK_MS);
  }
}

interface HeldUp {
  readonly reason?: string;
  readonly advice?: string;
}

async function heldUpBy(
  fleet: Fleet,
  request: PublishedRequest,
  { held, state = '' }: RequestExecution,
): Promise<HeldUp> {
  if (IS_PAUSED.test(state)) {
    const { pause } = await regionOf(fleet, request.region).operations.readStanding(arnOf(fleet, request));
    return pause ? { reason: pausedBy(subjectOf(request), pause), advice: ERRORS.Paused.advice } : {};
  }
  if (held === undefined) return {};
  return 'reason' in held ? held : failureOf(held);
}

/** The ARN of the request's subject. */
function arnOf(fleet: Fleet, request: PublishedRequest): string {
  const of = request.fleet === undefined ? clusterArn : fleetArn;
  return of(fleet, request.region, subjectOf(request));
}

/** The result of an operation beside its end, a sentence each. */
function saidOf(record: OperationRecord | undefined): readonly string[] {
  if (record?.kind === 'scale') return resultInWords(record);
  return record?.kind === 'upgrade' ? upgradeInWords(record) : [];
}

/** The operation's own record is the last word; a request that was refused has none. */
async function outcomeOf(
  fleet: Fleet,
  request: PublishedRequest,
  execution: RequestExecution,
): Promise<RequestOutcome> {
  const { region } = request;
  const operationId = operationIdOf(execution.executionArn);
  const arn = arnOf(fleet, request);
  const record = await regionOf(fleet, region).operations.readOperation({ clusterArn: arn, operationId });
  if (execution.error === 'RequestRejected')
    return { ...request, outcome: 'Rejected', ...(execution.cause ? { reason: execution.cause } : {}) };
  // A scaling may end otherwise than well without having failed: it says so itself.
  const said = saidOf(record);
  const result = said.length > 0 ? { result: said } : {};
  if (record?.kind === 'upgrade' && execution.status === 'SUCCEEDED' && record.report?.turnedBack)
    return {
      ...request,
      outcome: 'RolledBack',
      operation: operationId,
      reason: record.report.turnedBack.reason,
      ...result,
    };
  const isIncomplete =
    record?.status === 'Incomplete' || record?.status === 'Skipped' || record?.status === 'Superseded';
  if (execution.status === 'SUCCEEDED' && !isIncomplete)
    return { ...request, outcome: 'Succeeded', operation: operationId, ...result };
  const { step, reason, advice } =
    record?.failure ?? failureOf({ Error: execution.error ?? execution.status, Cause: execution.cause });
  const outcome = isIncomplete ? record.status : 'Failed';
  return { ...request, outcome, operation: operationId, reason: `${step}: ${reason}`, advice, ...result };
}
