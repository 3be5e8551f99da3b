import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  paginateListExecutions,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { named } from '../errors.ts';

/** The execution that a request's event started, as far as it has come. */
export interface RequestExecution {
  readonly executionArn: string;
  readonly status: string;
  /** The state that it is in. */
  readonly state?: string;
  /**
   * The error of that state, where it has failed and is tried again; or the reason that it gave for not going on yet.
   */
  readonly held?: { readonly Error: string; readonly Cause?: string } | { readonly reason: string };
  readonly error?: string;
  readonly cause?: string;
}

/**
 * The execution of an event. A rule names an execution `<event id>_<uuid>`; one that has just started is on the first
 * pages.
 */
export async function findExecution(
  client: SFNClient,
  stateMachineArn: string,
  eventId: string,
): Promise<string | undefined> {
  const find = async () => {
    for await (const { executions = [] } of paginateListExecutions({ client }, { stateMachineArn })) {
      const found = executions.find(({ name }) => name?.startsWith(`${eventId}_`));
      if (found) return found.executionArn;
    }
    return undefined;
  };
  return named(find());
}

/** The failure that holds a state up, by the events since the state was entered, the newest first. */
function heldBy(events: readonly HistoryEvent[]): Pick<RequestExecution, 'held'> {
  const ended = events.find(({ type }) => type === 'TaskFailed' || type === 'TaskSucceeded');
  const { error, cause } = ended?.taskFailedEventDetails ?? {};
  if (error !== undefined)
    return { held: { Error: error, ...(cause === undefined ? {} : { Cause: cause }) } };
  const answer = answerOf(ended?.taskSucceededEventDetails?.output);
  return answer?.outcome === 'Held' && answer.reason !== undefined ? { held: { reason: answer.reason } } : {};
}

/** The answer of a task of ours. An answer that is cut off, or withheld from this reader, says nothing. */
function answerOf(
  output: string | undefined,
): { readonly outcome?: string; readonly reason?: string } | undefined {
  try {
    return JSON.parse(output ?? '{}').Payload;
  } catch {
    return undefined;
  }
}

/** Looks at an execution: how it stands, and which state it entered last. */
export async function followExecution(client: SFNClient, executionArn: string): Promise<RequestExecution> {
  const [described, { events = [] }] = await Promise.all([
    named(client.send(new DescribeExecutionCommand({ executionArn }))),
    named(client.send(new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 100 }))),
  ]);
  const entered = events.findIndex(({ type }) => type === 'TaskStateEntered');
  const state = events[entered]?.stateEnteredEventDetails?.name;
  const { status = 'RUNNING', error, cause } = described;
  return {
    executionArn,
    status,
    ...(state === undefined ? {} : { state }),
    ...heldBy(events.slice(0, Math.max(entered, 0))),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  };
}
