import type { HistoryEvent, HistoryEventType } from '@aws-sdk/client-sfn';

/** An execution's history holds 25,000 events at most, the end of the execution among them (Quotas). */
export const HISTORY_EVENTS_MAX = 25_000;

export type HistoryDetails = Omit<HistoryEvent, 'id' | 'previousEventId' | 'timestamp' | 'type'>;

/** Thrown when an event would be the last that fits: the execution fails in its place. */
export class HistoryFull extends Error {
  override readonly name = 'HistoryFull';
}

/** The way into a state or out of it, as most events are: its input or output and the variables set, as JSON. */
export interface Passage {
  readonly name: string;
  readonly text: string;
  readonly assigned?: Readonly<Record<string, string>> | undefined;
}

/**
 * The events of one execution. Histories are long and stay for 90 days, and garbage collection walks through each
 * object of an event. So an event is kept as an entry in each of a few lists, and made into an object when somebody
 * asks.
 */
export class History {
  readonly #types: HistoryEventType[] = [];
  readonly #previous: number[] = [];
  /** Milliseconds. */
  readonly #times: number[] = [];
  /** The name of a state that is entered or left; undefined for other events. */
  readonly #names: (string | undefined)[] = [];
  readonly #texts: string[] = [];
  /** The variables that the state has set; for other events, all their details. */
  readonly #more: (Passage['assigned'] | HistoryDetails)[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** As GetExecutionHistory answers them. */
  get events(): readonly HistoryEvent[] {
    return this.#types.map((_, index) => this.#event(index));
  }

  get last(): HistoryEvent | undefined {
    return this.#types.length === 0 ? undefined : this.#event(this.#types.length - 1);
  }

  /** Only the ending still fits. */
  get isFull(): boolean {
    return this.#types.length >= HISTORY_EVENTS_MAX - 1;
  }

  /** Appends an event and returns its id. Throws `HistoryFull` where only the ending still fits. */
  add(type: HistoryEventType, previousEventId: number, details?: HistoryDetails): number {
    if (this.isFull) throw new HistoryFull();
    return this.end(type, previousEventId, details);
  }

  /** As `add`, of a state that is entered or left. */
  pass(type: HistoryEventType, previousEventId: number, { name, text, assigned }: Passage): number {
    if (this.isFull) throw new HistoryFull();
    return this.#keep(type, previousEventId, name, text, assigned);
  }

  /** Appends the event that ends the execution. */
  end(type: HistoryEventType, previousEventId: number, details?: HistoryDetails): number {
    return this.#keep(type, previousEventId, undefined, '', details);
  }

  #keep(
    type: HistoryEventType,
    previousEventId: number,
    name: string | undefined,
    text: string,
    more: Passage['assigned'] | HistoryDetails,
  ): number {
    this.#previous.push(previousEventId);
    this.#times.push(this.#now());
    this.#names.push(name);
    this.#texts.push(text);
    this.#more.push(more);
    return this.#types.push(type);
  }

  #event(index: number): HistoryEvent {
    const type = this.#types[index] as HistoryEventType;
    const [name, text, more] = [this.#names[index], this.#texts[index] as string, this.#more[index]];
    const details = name === undefined ? more : passage(type, name, text, more as Passage['assigned']);
    return {
      timestamp: new Date(this.#times[index] as number),
      ...{ type, id: index + 1, previousEventId: this.#previous[index] },
      ...details,
    };
  }
}

function passage(
  type: HistoryEventType,
  name: string,
  text: string,
  assigned: Passage['assigned'],
): HistoryDetails {
  if (type.endsWith('StateEntered')) return { stateEnteredEventDetails: { name, ...inputAs(text) } };
  const assignment = assigned && { assignedVariables: assigned, assignedVariablesDetails: WHOLE };
  return { stateExitedEventDetails: { name, ...outputAs(text), ...assignment } };
}

/** One object that all events share; nobody changes it. */
const WHOLE = { truncated: false };

/** A value as a history event carries it. `inputDetails` and `outputDetails` say that nothing was cut off. */
export const inputAs = (input: string) => ({ input, inputDetails: WHOLE });
export const outputAs = (output: string) => ({ output, outputDetails: WHOLE });

export const asInput = (value: unknown) => inputAs(JSON.stringify(value));
export const asOutput = (value: unknown) => outputAs(JSON.stringify(value));
