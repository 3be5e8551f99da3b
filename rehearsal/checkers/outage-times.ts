import type { TraceEntry } from '../../simulator/kernel/trace.ts';

/** Faults that keep calls from arriving at all, for as long as they last. */
const KINDS = new Set(['region-down', 'partition', 'service-down']);

interface Outage {
  readonly key: string;
  readonly regions: readonly string[];
  readonly fromMs: number;
  untilMs: number;
}

/** When services, regions and the ways between them were down, as the trace tells it. */
export class OutageTimes {
  readonly #outages: Outage[] = [];

  read({ kind, at, region, fault, service }: TraceEntry): void {
    if (!KINDS.has(String(fault))) return;
    const key = [fault, region, service].join(' ');
    if (kind === 'fault')
      this.#outages.push({
        key,
        regions: region.split(/ [|>] /),
        fromMs: at,
        untilMs: Number.POSITIVE_INFINITY,
      });
    if (kind !== 'recovery') return;
    const ended = this.#outages.find((one) => one.key === key && one.untilMs === Number.POSITIVE_INFINITY);
    if (ended) ended.untilMs = at;
  }

  /** True where one lasted at some moment between the two, of that region or, without one, of any. */
  were(fromMs: number, toMs: number, region?: string): boolean {
    return this.#outages.some(
      (one) =>
        one.fromMs <= toMs && one.untilMs >= fromMs && (region === undefined || one.regions.includes(region)),
    );
  }
}
