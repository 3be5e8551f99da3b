import type { SimulationKernel } from './kernel.ts';
import type { VirtualClock } from './virtual-clock.ts';

export interface PaceOptions {
  /** Virtual seconds that pass in one real second. */
  readonly speed: number;
  readonly isStopped: () => boolean;
  /** Told of each failure of something in the world, which goes on without it. */
  readonly onFailure: (error: unknown) => void;
}

/** The real milliseconds that a request from outside may wait until the world looks. */
const LOOK_MS = 10;

/**
 * Lets virtual time pass at a steady pace until it is stopped, whether something happens in the world or not: people
 * and clients outside come when they like. A failure ends what failed, and not the world: others live in it.
 */
export async function paceWorld(
  kernel: SimulationKernel,
  clock: VirtualClock,
  { speed, isStopped, onFailure }: PaceOptions,
): Promise<void> {
  const virtualStart = kernel.now();
  const realStart = clock.real.now();
  while (!isStopped()) {
    await clock.real.drain();
    if (kernel.failure) {
      const { error } = kernel.failure;
      kernel.forgive(error);
      onFailure(error);
    }
    if (kernel.pendingWork > 0) {
      await clock.real.sleep(0);
      continue;
    }
    const paced = virtualStart + (clock.real.now() - realStart) * speed;
    const next = clock.nextAt();
    if (next !== undefined && next <= paced) {
      clock.advance();
      continue;
    }
    clock.passUntil(paced);
    await clock.real.sleep(next === undefined ? LOOK_MS : Math.min(LOOK_MS, (next - paced) / speed));
  }
}
