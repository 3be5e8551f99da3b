import type { Kernel } from '../kernel/kernel.ts';
import type { RegionSettings } from '../region.ts';

/** Regions whose default quota of state transitions is higher (guide, "Quotas related to state throttling"). */
const LARGE_REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1'];
const LARGE = { capacity: 5000, refillPerSecond: 1500 };
const SMALL = { capacity: 800, refillPerSecond: 500 };

/**
 * The bucket of state transitions of an account in a region. Standard executions are not refused when it is
 * empty: their next transitions wait (metric ExecutionThrottled). `settings.buckets['states/StateTransition']`
 * replaces the default.
 */
export class TransitionBucket {
  readonly #kernel: Kernel;
  readonly #capacity: number;
  readonly #refillPerSecond: number;
  #tokens: number;
  #at: number;

  constructor(kernel: Kernel, regionName: string, settings: RegionSettings) {
    const standard = LARGE_REGIONS.includes(regionName) ? LARGE : SMALL;
    const { capacity, refillPerSecond } = settings.buckets['states/StateTransition'] ?? standard;
    this.#kernel = kernel;
    this.#capacity = capacity;
    this.#refillPerSecond = refillPerSecond;
    this.#tokens = capacity;
    this.#at = kernel.now();
  }

  /** Takes one token, on credit where there is none; answers how long the transition waits for it. */
  takeMs(): number {
    const now = this.#kernel.now();
    const refilled = this.#tokens + ((now - this.#at) / 1000) * this.#refillPerSecond;
    this.#tokens = Math.min(this.#capacity, refilled) - 1;
    this.#at = now;
    return this.#tokens >= 0 ? 0 : Math.ceil((-this.#tokens / this.#refillPerSecond) * 1000);
  }
}
