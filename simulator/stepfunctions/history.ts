import type { HistoryEvent, HistoryEventType } from '@aws-sdk/client-sfn';

/** An execution's history holds 25,000 events at most, the end of the execution among them (Quotas). */
export const HISTORY_EVENTS_MAX = 25_000;

export type HistoryDetails = Omit<HistoryEvent, 'id' | 'previousEventId' | 'timestamp' | 'type'>;

/** Thrown when an event would be the last that fits: the execution fails in its place. */
export class HistoryFull extends Error {
  override readonly name = 'HistoryFull';
}

/** The way into a state or out of it, which most events are: what it was given or gave, and set, as JSON. */
export interface Passage {
  readonly name: string;
  readonly text: string;
  readonly assigned?: Readonly<Record<string, string>> | undefined;
}

/**
 * An event as it is kept. Histories are long and stay for 90 days, and each object of an event is moved and walked
 * through by the collection of garbage: so there is one, and what is answered is made when somebody asks.
 */
interface Kept {
  readonly timestamp: Date;
  readonly type: HistoryEventType;
  readonly previousEventId: number;
  readonly details: HistoryDetails | undefined;
  readonly name: string | undefined;
  readonly text: string;
  readonly assigned: Passage['assigned'];
}

/** The events of one execution. */
export class History {
  readonly #kept: Kept[] = [];
  readonly #now: () => number;
  /** Of the last event: some happen at once. */
  #timestamp = new Date(0);

  constructor(now: () => number) {
    this.#now = now;
  }

  /** As GetExecutionHistory answers them. */
  get events(): readonly HistoryEvent[] {
    return this.#kept.map(eventOf);
  }

  get last(): HistoryEvent | undefined {
    const last = this.#kept.at(-1);
    return last && eventOf(last, this.#kept.length - 1);
  }

  /** Only the ending still fits. */
  get isFull(): boolean {
    return this.#kept.length >= HISTORY_EVENTS_MAX - 1;
  }

  /** Appends an event and returns its id. Throws `HistoryFull` where only the ending still fits. */
  add(type: HistoryEventType, previousEventId: number, details?: HistoryDetails): number {
    if (this.isFull) throw new HistoryFull();
    return this.end(type, previousEventId, details);
  }

  /** As `add`, of a state that is entered or left. */
  pass(type: HistoryEventType, previousEventId: number, { name, text, assigned }: Passage): number {
    if (this.isFull) throw new HistoryFull();
    const details = undefined;
    return this.#kept.push({ timestamp: this.#time(), type, previousEventId, details, name, text, assigned });
  }

  /** Appends the event that ends the execution. */
  end(type: HistoryEventType, previousEventId: number, details?: HistoryDetails): number {
    const timestamp = this.#time();
    const passage = { name: undefined, text: '', assigned: undefined };
    return this.#kept.push({ timestamp, type, previousEventId, details, ...passage });
  }

  #time(): Date {
    const now = this.#now();
    if (this.#timestamp.getTime() !== now) this.#timestamp = new Date(now);
    return this.#timestamp;
  }
}

function eventOf(kept: Kept, index: number): HistoryEvent {
  const { timestamp, type, previousEventId, details } = kept;
  return { timestamp, type, id: index + 1, previousEventId, ...(details ?? passageOf(kept)) };
}

function passageOf({ type, name, text, assigned }: Kept): HistoryDetails {
  if (name === undefined) return {};
  if (type.endsWith('StateEntered')) return { stateEnteredEventDetails: { name, ...inputAs(text) } };
  const assignment = assigned && { assignedVariables: assigned, assignedVariablesDetails: WHOLE };
  return { stateExitedEventDetails: { name, ...outputAs(text), ...assignment } };
}

/** What all events say alike they share, and nobody changes it. */
const WHOLE = { truncated: false };

/** A value as a history event carries it. `inputDetails` and `outputDetails` say that nothing was cut off. */
export const inputAs = (input: string) => ({ input, inputDetails: WHOLE });
export const outputAs = (output: string) => ({ output, outputDetails: WHOLE });

export const asInput = (value: unknown) => inputAs(JSON.stringify(value));
export const asOutput = (value: unknown) => outputAs(JSON.stringify(value));
