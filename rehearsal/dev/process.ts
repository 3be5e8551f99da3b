import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { SimulationFailed } from '../simulation-process.ts';
import type { DevMessage, DevSpec } from './spec.ts';

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url));

export interface DevProcess {
  /** Resolves once it has stopped; fails with the error that ended the world. */
  readonly ended: Promise<void>;
  stop(): void;
}

/** Runs an embedded AWS in a process of its own, and passes on its messages. */
export function startDev(spec: DevSpec, onMessage: (message: DevMessage) => void): DevProcess {
  const child = fork(CHILD, {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.on('message', (message: DevMessage) => {
      onMessage(message);
      if (message.kind === 'stopped') resolve();
      if (message.kind === 'failed') reject(new SimulationFailed(message.name, message.message));
    });
    child.once('exit', (code, signal) =>
      reject(new SimulationFailed('SimulationEnded', `the embedded AWS ended (${signal ?? code})`)),
    );
  });
  child.send(spec);
  return { ended, stop: () => void (child.connected && child.send('stop')) };
}
