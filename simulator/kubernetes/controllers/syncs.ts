import { sampleDurationMs } from '../../durations.ts';
import { KubernetesError } from '../api/status.ts';
import type { Surroundings } from '../surroundings.ts';

/** The time that a controller waits after something that could not be made, at first and at most. */
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 1_000_000;

/**
 * A controller's queue: an object is seen to a moment after it has changed, once however often it has, and again, ever
 * later, while the API refuses what it needs (client-go, "workqueue", rate limiting).
 */
export class Syncs {
  readonly #around: Surroundings;
  readonly #sync: (namespace: string, name: string) => void;
  readonly #queued = new Set<string>();

  constructor(around: Surroundings, sync: (namespace: string, name: string) => void) {
    this.#around = around;
    this.#sync = sync;
  }

  soon(namespace: string, name: string, retryMs = 0): void {
    const { kernel, durationScale } = this.#around;
    const key = `${namespace}/${name}`;
    if (this.#queued.has(key)) return;
    this.#queued.add(key);
    const afterMs = retryMs + sampleDurationMs(kernel, 'kubernetes/controller-sync', durationScale);
    kernel.after(afterMs, () => {
      this.#queued.delete(key);
      try {
        this.#sync(namespace, name);
      } catch (error) {
        if (!(error instanceof KubernetesError)) throw error;
        this.soon(namespace, name, Math.min(LONGEST_RETRY_MS, retryMs * 2 || FIRST_RETRY_MS));
      }
    });
  }
}
