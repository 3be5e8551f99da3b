import { createHash, type Hash } from 'node:crypto';

/** One thing that happened in the simulated world. `kind` names the vocabulary of the other members. */
export interface TraceEntry {
  /** Virtual time, milliseconds since the epoch. */
  readonly at: number;
  readonly kind: string;
  readonly region: string;
  readonly [member: string]: unknown;
}

/**
 * An asynchronous AWS operation that a service carried out (a control plane coming up, a stack being made).
 * `requires` names the spans without which AWS itself could not have begun or ended this one; the critical
 * path is computed from these alone and never from what a workflow chose to wait for.
 */
export interface Span {
  readonly id: string;
  readonly kind: string;
  readonly region: string;
  /** The cluster that the operation belongs to, where the service knows one. */
  readonly cluster?: string;
  readonly startedAt: number;
  endedAt?: number;
  readonly requires: readonly string[];
}

const HASHED_AT_ONCE = 1 << 16;

/** An append-only record of a run. Two runs of one seed must give byte-identical traces. */
export class Trace {
  /** Entries recorded while `keepsEntries`. */
  readonly entries: TraceEntry[] = [];
  readonly spans: Span[] = [];
  /** False for a long run whose entries nobody reads afterwards; the hash is the same. */
  keepsEntries = true;
  readonly #hash: Hash = createHash('sha256');
  /** Recorded and not hashed yet: a hash is quicker with few long texts than with many short ones. */
  #unhashed = '';
  readonly #listeners: ((entry: TraceEntry) => void)[] = [];

  record(entry: TraceEntry): void {
    if (this.keepsEntries) this.entries.push(entry);
    this.#unhashed += `${JSON.stringify(entry)}
`;
    if (this.#unhashed.length > HASHED_AT_ONCE) this.#hashRest();
    for (const listener of this.#listeners) listener(entry);
  }

  /** Calls `listener` with every entry from now on; it must not change the world. */
  subscribe(listener: (entry: TraceEntry) => void): void {
    this.#listeners.push(listener);
  }

  span(span: Span): Span {
    this.spans.push(span);
    return span;
  }

  #hashRest(): void {
    this.#hash.update(this.#unhashed);
    this.#unhashed = '';
  }

  /** The hash of everything recorded so far. */
  hash(): string {
    this.#hashRest();
    return this.#hash.copy().digest('hex').slice(0, 16);
  }
}
