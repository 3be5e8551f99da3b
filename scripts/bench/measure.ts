import { ADMINISTRATOR_ACCESS_KEY_ID, ADMINISTRATOR_SECRET_ACCESS_KEY } from '../../simulator/credentials.ts';
import { SimulationKernel } from '../../simulator/kernel/kernel.ts';
import { runWorld } from '../../simulator/kernel/run.ts';
import type { VirtualClock } from '../../simulator/kernel/virtual-clock.ts';
import { installSeam, type Seam } from '../../simulator/seam/seam.ts';
import { World } from '../../simulator/world.ts';

export const REGION = 'us-east-1';

/** Work to be measured: made ready once, then done again and again. */
export interface Workload {
  /** Prepares the work; answers the work itself, which answers how many units it has done. */
  prepare(world: World): Promise<() => Promise<number>>;
  /** The handler of the world's functions. */
  readonly handler?: (event: unknown) => unknown;
}

export interface Measured {
  readonly units: number;
  readonly cpuSeconds: number;
}

/** A bucket that never runs empty: the speed is measured, not AWS's limits. */
const UNLIMITED = { capacity: 1e12, refillPerSecond: 1e12 };
const SETTINGS = {
  buckets: { eks: UNLIMITED, 'events/PutEvents': UNLIMITED, 'states/StateTransition': UNLIMITED },
};

const WARM_UP_SECONDS = 2;
const MEASURED_SECONDS = 4;

/** Does the work until the CPU has spent so long on it: first to be warm, then to be measured. */
export async function measure(clock: VirtualClock, seam: Seam, workload: Workload): Promise<Measured> {
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: ADMINISTRATOR_ACCESS_KEY_ID,
    AWS_SECRET_ACCESS_KEY: ADMINISTRATOR_SECRET_ACCESS_KEY,
    AWS_REGION: REGION,
    AWS_CONFIG_FILE: '/nonexistent',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
  });
  const kernel = new SimulationKernel(1, clock);
  const world = new World({
    kernel,
    accountId: '111122223333',
    regionNames: [REGION],
    load: async () => workload.handler ?? (() => null),
    settings: SETTINGS,
  });
  // A measurement goes on for as long as it takes, and nobody looks back at it.
  kernel.trace.keepsEntries = false;
  installSeam(world.endpoint, seam);
  const drive = async <T>(promise: Promise<T>): Promise<T> => {
    let isSettled = false;
    const marked = promise.finally(() => {
      isSettled = true;
    });
    await runWorld(kernel, clock, { until: () => isSettled, deadlineMs: Number.POSITIVE_INFINITY });
    return marked;
  };
  const work = await drive(workload.prepare(world));
  const workFor = async (seconds: number): Promise<Measured> => {
    const start = process.cpuUsage();
    let units = 0;
    for (;;) {
      units += await drive(work());
      const { user, system } = process.cpuUsage(start);
      const cpuSeconds = (user + system) / 1e6;
      if (cpuSeconds >= seconds) return { units, cpuSeconds };
    }
  };
  await workFor(WARM_UP_SECONDS);
  return workFor(MEASURED_SECONDS);
}
