import {
  installContextualEnvironment,
  installContextualOutput,
} from '../../simulator/kernel/invocation-context.ts';
import { randomStream } from '../../simulator/kernel/random.ts';
import { installVirtualClock } from '../../simulator/kernel/virtual-clock.ts';
import type { Seam } from '../../simulator/seam/seam.ts';
import type { Measured } from './measure.ts';

/** A process that one small measurement runs in: the clock is replaced before anything else is imported. */
const clock = installVirtualClock(Date.parse('2026-11-24T08:00:00Z'), randomStream(1, 'product'));
installContextualEnvironment();
installContextualOutput();

/** The measurement asked for: the workload's name, and the seam for its calls. */
export interface Asked {
  readonly workload: string;
  readonly seam: Seam;
}

process.once('message', async ({ workload, seam }: Asked) => {
  const { WORKLOADS } = await import('./workloads.ts');
  const { measure } = await import('./measure.ts');
  const measured: Measured = await measure(clock, seam, WORKLOADS[workload] as never);
  process.send?.(measured, () => process.exit(0));
});
