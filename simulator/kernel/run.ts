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
 * Real milliseconds without work after which the world is at a standstill. On a busy machine, a module that is being
 * imported may take longer than tens of them.
 */
const IDLE_LOOKS = 2000;

export type RunEnd = 'reached' | 'deadline' | 'idle';

/** The result of a turn of the loop: the run's end, or why there was nothing to do in it. */
type Looked = RunEnd | 'working' | 'nothing-due' | undefined;

/**
 * Drives the world: runs everything that can run, waits for real work (imports, sockets), then jumps to the next
 * timer. Throws the kernel's failure, if there is one.
 */
export function runWorld(
  kernel: SimulationKernel,
  clock: VirtualClock,
  options: RunOptions,
): Promise<RunEnd> {
  const look = worldLook(kernel, clock, options);
  // There are as many turns as timers: without promises of its own the loop takes half of its time.
  return new Promise((resolve, reject) => {
    const again = (): void => clock.real.inTurn(turn);
    const turn = (): void => {
      try {
        const looked = look();
        if (looked === undefined) again();
        // The loader's I/O and the event loop get a real millisecond in which to end their work.
        else if (looked === 'working') clock.real.sleep(0).then(again, reject);
        else if (looked === 'nothing-due') clock.real.sleep(1).then(again, reject);
        else resolve(looked);
      } catch (error) {
        reject(error);
      }
    };
    again();
  });
}

function worldLook(kernel: SimulationKernel, clock: VirtualClock, options: RunOptions): () => Looked {
  const startedAt = kernel.now();
  let steps = 0;
  let idleLooks = 0;
  return () => {
    if (kernel.failure) throw kernel.failure.error;
    if (kernel.pendingWork > 0) return 'working';
    if (options.until()) return 'reached';
    if (clock.nextAt() === undefined) return ++idleLooks > IDLE_LOOKS ? 'idle' : 'nothing-due';
    idleLooks = 0;
    if (kernel.now() - startedAt > options.deadlineMs) return 'deadline';
    clock.advance();
    if (++steps % 2000 === 0) options.onProgress?.();
    return undefined;
  };
}
