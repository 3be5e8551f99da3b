// Loaded before the clock is replaced: the server's sockets live in real time.
import 'node:http';
import {
  installContextualEnvironment,
  installContextualOutput,
} from '../../simulator/kernel/invocation-context.ts';
import { randomStream } from '../../simulator/kernel/random.ts';
import { installVirtualClock } from '../../simulator/kernel/virtual-clock.ts';
import type { DevMessage, DevSpec } from './spec.ts';

/**
 * The process that runs the world of `eks-fleet dev`, started by `dev-process.ts`. Its first message is the
 * specification, its second tells it to stop. It ends with its parent, too.
 */
const RealDate = Date;
let isStopped = false;
const stop = (): void => {
  isStopped = true;
};
const tell = (message: DevMessage): void => {
  if (process.connected) process.send?.(message);
};

process.on('SIGINT', () => undefined); // A terminal sends it to both; the parent says when to stop.
process.once('disconnect', stop);
process.once('message', async (spec: DevSpec) => {
  process.once('message', stop);
  const clock = installVirtualClock(Date.parse(spec.startAt), randomStream(spec.seed, 'product'));
  installContextualEnvironment();
  installContextualOutput();
  try {
    const { develop } = await import('./dev.ts');
    await develop(spec, { clock, wallNow: () => RealDate.now(), tell, isStopped: () => isStopped });
    tell({ kind: 'stopped' });
  } catch (error) {
    const { name, message, stack } = error as Error;
    const known = name === 'NotSimulated' || 'code' in (error as Error);
    tell({ kind: 'failed', name, message: known ? message : (stack ?? message) });
  }
  if (process.connected) process.disconnect();
});
