import type { SimulationKernel } from './kernel.ts';
import type { VirtualClock } from './virtual-clock.ts';

export interface RunOptions {
  /** Stops once it answers true; asked whenever nothing is runnable at the current virtual time. */
  readonly until: () => boolean;
  /** Virtual milliseconds after which the run is given up. */
  readonly deadlineMs: number;
  /** Called now and then so that a person sees progress; must not change the world. */
  readonly onProgress?: () => void;
}

/**
 * Real milliseconds without anything to do after which the world is at a standstill. On a busy machine a module that
 * somebody else imports takes longer than some tens of them.
 */
const IDLE_LOOKS = 2000;

export type RunEnd = 'reached' | 'deadline' | 'idle';

/**
 * Drives the world: drains what is runnable, waits for real work (imports, sockets), then jumps to the next
 * timer. Throws the kernel's failure, if there is one.
 */
export async function runWorld(
  kernel: SimulationKernel,
  clock: VirtualClock,
  options: RunOptions,
): Promise<RunEnd> {
  const startedAt = kernel.now();
  let steps = 0;
  let idleLooks = 0;
  for (;;) {
    await clock.real.drain();
    if (kernel.failure) throw kernel.failure.error;
    if (kernel.pendingWork > 0) {
      // An import's promise settles through the loader's own I/O, which a real millisecond lets happen.
      await clock.real.sleep(0);
      continue;
    }
    if (options.until()) return 'reached';
    const next = clock.nextAt();
    if (next === undefined) {
      // What settles through the real event loop (a stream's end, a module's evaluation) gets its turn first.
      if (++idleLooks > IDLE_LOOKS) return 'idle';
      await clock.real.sleep(1);
      continue;
    }
    idleLooks = 0;
    if (kernel.now() - startedAt > options.deadlineMs) return 'deadline';
    clock.advance();
    if (++steps % 2000 === 0) options.onProgress?.();
  }
}
