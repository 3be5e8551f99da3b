import type { SimulationKernel } from './kernel.ts';
import type { VirtualClock } from './virtual-clock.ts';

export interface PaceOptions {
  /** Virtual seconds that pass in one real second. */
  readonly speed: number;
  readonly isStopped: () => boolean;
}

/** The real milliseconds that a request from outside may wait until the world looks. */
const LOOK_MS = 10;

/**
 * Lets virtual time pass at a steady pace until it is stopped, whether something happens in the world or not: people
 * and clients outside come when they like. Throws the kernel's failure, if there is one.
 */
export async function paceWorld(
  kernel: SimulationKernel,
  clock: VirtualClock,
  { speed, isStopped }: PaceOptions,
): Promise<void> {
  const virtualStart = kernel.now();
  const realStart = clock.real.now();
  while (!isStopped()) {
    await clock.real.drain();
    if (kernel.failure) throw kernel.failure.error;
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
