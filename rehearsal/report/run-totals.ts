import type { TraceEntry } from '../../simulator/kernel/trace.ts';
import { PRICES_USD } from './prices.ts';

const IS_THROTTLED = /Throttl|RequestLimitExceeded|TooManyRequests/;
const MEMORY_GB = 0.25;
/** An item of a transaction costs as much as two reads, and tasks read three and more together. */
const TRANSACTION_READS = 8;

/** Totals of a run, added up as its trace is written: the entries of a long run would not fit into memory. */
export class RunTotals {
  /** Faults that came to pass, by name. */
  readonly faults: string[] = [];
  readonly #calls = new Map<string, { count: number; throttled: number }>();
  #invocations = 0;
  #invocationMs = 0;
  #firings = 0;
  #events = 0;

  /** Forgets the calls and costs counted so far. */
  restart(): void {
    this.#calls.clear();
    this.#invocations = 0;
    this.#invocationMs = 0;
    this.#firings = 0;
    this.#events = 0;
  }

  read(entry: TraceEntry): void {
    if (entry.kind === 'call') this.#call(entry);
    else if (entry.kind === 'event') this.#events++;
    else if (entry.kind === 'fault') this.faults.push(String(entry.fault));
    else if (entry.kind === 'invocation' && entry.functionName === undefined) this.#firings++;
    else if (entry.kind === 'invocation') {
      this.#invocations++;
      this.#invocationMs += Number(entry.durationMs);
    }
  }

  /** `<service>:<operation>` → how often, and how often it was throttled; in their order. */
  get calls(): Readonly<Record<string, { readonly count: number; readonly throttled: number }>> {
    return Object.fromEntries([...this.#calls].sort(([left], [right]) => (left < right ? -1 : 1)));
  }

  /** The cost of the orchestration itself, in US dollars. */
  costUsd(stateTransitions: number): number {
    const countOf = (operations: readonly string[]): number =>
      operations.reduce((sum, name) => sum + (this.#calls.get(name)?.count ?? 0), 0);
    const cost =
      stateTransitions * PRICES_USD.stateTransition +
      this.#invocations * PRICES_USD.lambdaRequest +
      (this.#invocationMs / 1000) * MEMORY_GB * PRICES_USD.lambdaGigabyteSecond +
      this.#firings * PRICES_USD.scheduledInvocation +
      this.#events * PRICES_USD.event +
      countOf(['dynamodb:TransactWriteItems', 'dynamodb:UpdateItem', 'dynamodb:PutItem']) *
        PRICES_USD.dynamoDbWrite +
      countOf(['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan']) * PRICES_USD.dynamoDbRead +
      countOf(['dynamodb:TransactGetItems']) * TRANSACTION_READS * PRICES_USD.dynamoDbRead;
    return Math.round(cost * 10_000) / 10_000;
  }

  #call({ service, operation, outcome }: TraceEntry): void {
    const name = `${String(service)}:${String(operation)}`;
    const counted = this.#calls.get(name) ?? { count: 0, throttled: 0 };
    this.#calls.set(name, counted);
    counted.count++;
    if (outcome !== 'ok' && IS_THROTTLED.test(String(outcome))) counted.throttled++;
  }
}
