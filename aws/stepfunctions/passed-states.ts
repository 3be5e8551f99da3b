import { type HistoryEvent, paginateGetExecutionHistory, type SFNClient } from '@aws-sdk/client-sfn';
import { named } from '../errors.ts';

/** A state that an execution has passed. Times are ISO 8601. */
export interface PassedState {
  readonly enteredAt: string;
  readonly state: string;
  /** The outcome that its task answered, where it is a task. */
  readonly outcome?: string;
  /** Errors of its tries, in their order. */
  readonly errors: readonly string[];
}

function outcomeIn(output: string | undefined): string | undefined {
  try {
    return JSON.parse(output ?? '{}').Payload?.outcome;
  } catch {
    return undefined;
  }
}

const errorIn = ({ taskFailedEventDetails, lambdaFunctionFailedEventDetails }: HistoryEvent) => {
  const { error, cause } = taskFailedEventDetails ?? lambdaFunctionFailedEventDetails ?? {};
  return error === undefined ? undefined : [error, cause].filter(Boolean).join(': ');
};

/**
 * The task states that an execution has passed, oldest first, with what came of each. An event belongs to the state whose entry
 * is found by `previousEventId`: branches of a Parallel are told side by side (Step Functions API, "HistoryEvent").
 */
export function passedStatesIn(events: readonly HistoryEvent[]): readonly PassedState[] {
  const entryOf = new Map<number, number>();
  const states = new Map<number, { enteredAt: string; state: string; outcome?: string; errors: string[] }>();
  for (const event of events) {
    const { id = 0, previousEventId = 0, type, timestamp, stateEnteredEventDetails } = event;
    const isEntry = stateEnteredEventDetails !== undefined;
    const entry = isEntry ? id : entryOf.get(previousEventId);
    if (entry !== undefined) entryOf.set(id, entry);
    if (type === 'TaskStateEntered')
      states.set(id, {
        enteredAt: timestamp?.toISOString() ?? '',
        state: stateEnteredEventDetails?.name ?? '',
        errors: [],
      });
    const state = entry === undefined ? undefined : states.get(entry);
    if (!state) continue;
    const error = errorIn(event);
    if (error !== undefined) state.errors.push(error);
    const outcome = outcomeIn(event.taskSucceededEventDetails?.output);
    if (outcome !== undefined) state.outcome = outcome;
  }
  return [...states.values()];
}

/** The task states that an execution has passed; of one that Step Functions does not know any more there are none. */
export async function passedStates(client: SFNClient, executionArn: string): Promise<readonly PassedState[]> {
  const read = async () => {
    const found: HistoryEvent[] = [];
    for await (const { events = [] } of paginateGetExecutionHistory({ client }, { executionArn }))
      found.push(...events);
    return found;
  };
  return passedStatesIn(await named(read()));
}
