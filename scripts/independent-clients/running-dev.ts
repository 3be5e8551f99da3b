import { spawn } from 'node:child_process';

export interface RunningDev {
  /** The variables that its export lines set. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): void;
}

/** Starts `eks-fleet dev` with a fleet in it, and waits until it listens. */
export async function startDev(...args: readonly string[]): Promise<RunningDev> {
  const command = ['cli/eks-fleet.ts', 'dev', '--port', '0', ...args];
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  await new Promise<void>((resolve, reject) => {
    // The two streams come in any order.
    const look = (): void => {
      if (stderr.includes('listening on') && stdout.includes('AWS_REGION=')) resolve();
    };
    child.stdout.on('data', (chunk) => {
      stdout += String(chunk);
      look();
    });
    child.stderr.on('data', (chunk) => {
      stderr += String(chunk);
      look();
    });
    child.once('close', () => reject(new Error(stderr)));
  });
  const lines = [...stdout.matchAll(/(AWS_\w+)=(\S+)/g)];
  const environment = Object.fromEntries(lines.map(([, name = '', value = '']) => [name, value]));
  return { environment, stop: () => child.kill('SIGTERM') };
}
