import type { HistoryEvent, HistoryEventType } from '@aws-sdk/client-sfn';

/** An execution's history holds 25,000 events at most, the end of the execution among them (Quotas). */
export const HISTORY_EVENTS_MAX = 25_000;

export type HistoryDetails = Omit<HistoryEvent, 'id' | 'previousEventId' | 'timestamp' | 'type'>;

/** Thrown when an event would be the last that fits: the execution fails in its place. */
export class HistoryFull extends Error {
  override readonly name = 'HistoryFull';
}

/** The events of one execution, as GetExecutionHistory answers them. */
export class History {
  readonly events: HistoryEvent[] = [];
  readonly #now: () => number;
  /** Of the last event: some happen at once. */
  #timestamp = new Date(0);

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Only the ending still fits. */
  get isFull(): boolean {
    return this.events.length >= HISTORY_EVENTS_MAX - 1;
  }

  /** Appends an event and returns its id. Throws `HistoryFull` where only the ending still fits. */
  add(type: HistoryEventType, previousEventId: number, details: HistoryDetails = {}): number {
    if (this.isFull) throw new HistoryFull();
    return this.end(type, previousEventId, details);
  }

  /** Appends the event that ends the execution. */
  end(type: HistoryEventType, previousEventId: number, details: HistoryDetails = {}): number {
    const id = this.events.length + 1;
    const now = this.#now();
    if (this.#timestamp.getTime() !== now) this.#timestamp = new Date(now);
    this.events.push({ timestamp: this.#timestamp, type, id, previousEventId, ...details });
    return id;
  }
}

/** Histories are long and kept for long: what all events say alike they share, and nobody changes it. */
const WHOLE = { truncated: false };

/** A value as a history event carries it. `inputDetails` and `outputDetails` say that nothing was cut off. */
export const inputAs = (input: string) => ({ input, inputDetails: WHOLE });
export const outputAs = (output: string) => ({ output, outputDetails: WHOLE });

export const asInput = (value: unknown) => inputAs(JSON.stringify(value));
export const asOutput = (value: unknown) => outputAs(JSON.stringify(value));
