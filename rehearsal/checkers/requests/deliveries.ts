import type { TraceEntry } from '../../../simulator/kernel/trace.ts';
import type { Checker } from '../checker.ts';

/** Ends of a delivery after which no queue has the event. */
const GONE = new Set(['dropped', 'lost']);

/** The last part of an ARN. */
const nameIn = (arn: unknown): string => String(arn).split(/[:/]/).at(-1) ?? '';

/**
 * Everything that a rule or a schedule gives up on is in a dead-letter queue. It goes by the ends of deliveries, as EventBridge and
 * Scheduler themselves tell them: `dropped` where a target has no queue, `lost` where the queue did not take it.
 */
export class DeliveriesChecker implements Checker {
  readonly #gone = new Map<string, string>();
  #delivered = 0;

  get checked(): readonly string[] {
    return this.#delivered === 0 ? [] : ['what cannot be delivered is in a queue'];
  }

  findings(): readonly string[] {
    return [...this.#gone.values()];
  }

  read(entry: TraceEntry): void {
    const { kind, region, outcome } = entry;
    if (kind !== 'delivery' && kind !== 'invocation') return;
    if (outcome === 'delivered') this.#delivered++;
    if (!GONE.has(String(outcome))) return;
    const what =
      kind === 'delivery'
        ? `${entry.detailType} of rule ${nameIn(entry.rule)}`
        : `a firing of schedule ${nameIn(entry.schedule)}`;
    const text = `${what} in ${region} could not be delivered to ${nameIn(entry.target)} (${entry.code}), and is in no queue`;
    // One of each rule and target: what is lost once is lost each time.
    this.#gone.set(`${region} ${entry.rule ?? entry.schedule} ${entry.target}`, text);
  }
}
