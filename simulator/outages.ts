import type { Kernel } from './kernel/kernel.ts';

/**
 * A failure that lasts a while. A service that is down refuses every call with its own 500 or 503, does nothing by
 * itself, and continues once it is back: work that was due meanwhile comes late. In a region that is down the same
 * holds for all services, but nobody gets an answer at all: connections to it run into the caller's time-outs. A
 * partition lets nothing pass between two regions. Written from AWS's own summaries of such events
 * (aws.amazon.com/premiumsupport/technology/pes: 2021-12-07 internal network, 2023-06-13 Lambda with a backlog of
 * late events, 2025-10-20 DynamoDB).
 */
export type Outage =
  | { readonly kind: 'service-down'; readonly region: string; readonly service: string }
  | { readonly kind: 'region-down'; readonly region: string }
  | { readonly kind: 'partition'; readonly between: readonly [string, string] };

interface Held {
  readonly isHeld: () => boolean;
  readonly run: () => unknown;
}

/** IAM's control plane is in us-east-1 for every region; its decisions are made in each region and go on. */
const GLOBAL_SERVICES: Readonly<Record<string, string>> = { iam: 'us-east-1' };

/** The region that a call to a service of another one goes to. */
export const homeOf = (service: string, region: string): string => GLOBAL_SERVICES[service] ?? region;

/** The outages of this moment, and the work that waits for their end. */
export class Outages {
  readonly #kernel: Kernel;
  readonly #active = new Set<Outage>();
  readonly #held = new Set<Held>();

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** Begins an outage, beside those that there are; returns the function that ends it. */
  begin(outage: Outage): () => void {
    const own = { ...outage };
    this.#active.add(own);
    this.#record(outage, 'begins');
    return () => {
      if (!this.#active.delete(own)) return;
      this.#record(outage, 'ends');
      this.#release();
    };
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

  /** Whether a connection comes about from one region, or from outside of all, to another. */
  reaches(from: string | undefined, to: string): boolean {
    if (this.#active.size === 0) return true;
    return !this.#some((outage) => {
      if (outage.kind === 'service-down') return false;
      if (outage.kind === 'region-down') return outage.region === from || outage.region === to;
      return from !== undefined && from !== to && [from, to].every((name) => outage.between.includes(name));
    });
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
    const region = kind === 'partition' ? outage.between.join(' | ') : outage.region;
    const service = kind === 'service-down' ? { service: outage.service } : {};
    const fault = moment === 'begins' ? 'fault' : 'recovery';
    this.#kernel.trace.record({ at: this.#kernel.now(), kind: fault, region, fault: kind, ...service });
  }
}
