import type { Kernel } from './kernel/kernel.ts';

/** Outside of all regions: clients, health checkers, people's own machines, as a partition names them. */
export const INTERNET = 'internet';

/**
 * A failure that lasts a while. A service that is down refuses every call with its own 500 or 503, does nothing by
 * itself, and continues once it is back: work that was due meanwhile comes late. In a region that is down the same
 * holds for all services, but nobody gets an answer at all: connections to it run into the caller's time-outs.
 * Written from AWS's own summaries of such events
 * (aws.amazon.com/premiumsupport/technology/pes: 2021-12-07 internal network, 2023-06-13 Lambda with a backlog of
 * late events, 2025-10-20 DynamoDB).
 */
export type Outage =
  | { readonly kind: 'service-down'; readonly region: string; readonly service: string }
  | { readonly kind: 'region-down'; readonly region: string }
  | Partition;

/** Nothing passes between two regions, or between one and the internet: unless it says that less is lost. */
export interface Partition {
  readonly kind: 'partition';
  readonly between: readonly [string, string];
  /** The first does not reach the second; the second still reaches the first. */
  readonly oneWay?: boolean | undefined;
  /** Only what is asked of this service there. */
  readonly service?: string | undefined;
  /** The share of connections that are lost, each by itself; all if absent. */
  readonly share?: number | undefined;
  /** Requests arrive and are carried out; it is their replies that are lost. Requests are lost if absent. */
  readonly loses?: 'replies' | undefined;
}

/** The fate of one request over a link. */
export type Passage = 'passes' | 'lost' | 'reply-lost';

interface Held {
  readonly isHeld: () => boolean;
  readonly run: () => unknown;
}

/**
 * Control planes that are in one region for all: IAM's, whose decisions are made in each region and go on, and Route 53's,
 * whose health checkers and name servers go on (Fault Isolation Boundaries whitepaper, "Global services").
 */
const GLOBAL_SERVICES: Readonly<Record<string, string>> = { iam: 'us-east-1', route53: 'us-east-1' };

/** Whether requests to a service are signed for one region, from wherever they come. */
export const isGlobal = (service: string): boolean => service in GLOBAL_SERVICES;

/** The region that a call to a service of another one goes to. */
export const homeOf = (service: string, region: string): string => GLOBAL_SERVICES[service] ?? region;

function concerns(
  { between: [first, second], oneWay, service: only }: Partition,
  from: string = INTERNET,
  to: string,
  service: string | undefined,
): boolean {
  if (from === to || (only !== undefined && only !== service)) return false;
  return (from === first && to === second) || (!oneWay && from === second && to === first);
}

/** The outages of this moment, and the work that waits for their end. */
export class Outages {
  readonly #kernel: Kernel;
  readonly #active = new Set<Outage>();
  readonly #held = new Set<Held>();
  readonly #listeners = new Set<() => void>();

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** Begins an outage, beside those that there are; returns the function that ends it. */
  begin(outage: Outage): () => void {
    const own = { ...outage };
    this.#active.add(own);
    this.#record(outage, 'begins');
    this.#tell();
    return () => {
      if (!this.#active.delete(own)) return;
      this.#record(outage, 'ends');
      this.#release();
      this.#tell();
    };
  }

  /** Told after each beginning and end. */
  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  isRegionDown(region: string): boolean {
    if (this.#active.size === 0) return false;
    return this.#some((outage) => outage.kind === 'region-down' && outage.region === region);
  }

  /** Whether a service does nothing in a region, by itself or with all of the region. */
  isDown(region: string, service: string): boolean {
    if (this.#active.size === 0) return false;
    const where = homeOf(service, region);
    return this.#some(
      (outage) =>
        outage.kind !== 'partition' &&
        outage.region === where &&
        (outage.kind === 'region-down' || outage.service === service),
    );
  }

  /**
   * Whether connections come about from one region, or from outside of all, to another. A link that loses a share of
   * them, or replies alone, is there: who tries again gets through at last.
   */
  reaches(from: string | undefined, to: string, service?: string): boolean {
    if (this.#active.size === 0) return true;
    return !this.#some((outage) => {
      if (outage.kind === 'service-down') return false;
      if (outage.kind === 'region-down') return outage.region === from || outage.region === to;
      if (outage.loses === 'replies' || (outage.share ?? 1) < 1) return false;
      return concerns(outage, from, to, service);
    });
  }

  /** The fate of one request, over a link that may lose some. */
  passage(from: string | undefined, to: string, service: string): Passage {
    if (this.#active.size === 0) return 'passes';
    if (!this.reaches(from, to, service)) return 'lost';
    for (const outage of this.#active) {
      if (outage.kind !== 'partition' || !concerns(outage, from, to, service)) continue;
      if (outage.share !== undefined && !this.#kernel.random('partitions').chance(outage.share)) continue;
      return outage.loses === 'replies' ? 'reply-lost' : 'lost';
    }
    return 'passes';
  }

  /** The share of requests that get through and are answered, for who counts many at once. */
  passingShare(from: string | undefined, to: string, service?: string): number {
    if (this.#active.size === 0) return 1;
    if (!this.reaches(from, to, service)) return 0;
    let share = 1;
    for (const outage of this.#active)
      if (outage.kind === 'partition' && concerns(outage, from, to, service))
        share *= 1 - (outage.share ?? 1);
    return share;
  }

  /** Runs as soon as it is not held any more; returns the function that cancels it. */
  whenFree(isHeld: () => boolean, run: () => unknown): () => void {
    if (!isHeld()) {
      run();
      return () => undefined;
    }
    const held = { isHeld, run };
    this.#held.add(held);
    return () => {
      this.#held.delete(held);
    };
  }

  /** Runs the work that is free, one after the other in the order of its arrival: one may hold the next again. */
  #release(): void {
    for (const held of [...this.#held]) {
      if (held.isHeld()) continue;
      this.#kernel.after(0, () => {
        if (held.isHeld() || !this.#held.delete(held)) return undefined;
        return held.run();
      });
    }
  }

  #some(holds: (outage: Outage) => boolean): boolean {
    return [...this.#active].some(holds);
  }

  #record(outage: Outage, moment: 'begins' | 'ends'): void {
    const { kind } = outage;
    const region = kind === 'partition' ? outage.between.join(outage.oneWay ? ' > ' : ' | ') : outage.region;
    const service = kind === 'service-down' ? { service: outage.service } : {};
    const fault = moment === 'begins' ? 'fault' : 'recovery';
    this.#kernel.trace.record({ at: this.#kernel.now(), kind: fault, region, fault: kind, ...service });
  }
}
