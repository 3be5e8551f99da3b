import { type ChildProcess, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const COMMAND = join(root, 'cli/eks-fleet.ts');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The machine's own environment without anything of AWS in it. */
const cleanEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_')));

function collect(child: ChildProcess): {
  readonly ended: Promise<Ended>;
  stdout(): string;
  stderr(): string;
} {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr?.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const ended = new Promise<Ended>((resolve) =>
    child.once('close', (code) => resolve({ code, stdout, stderr })),
  );
  return { ended, stdout: () => stdout, stderr: () => stderr };
}

/** Runs `eks-fleet` to its end. */
export function runCommand(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const env = { ...cleanEnvironment(), ...environment };
  return collect(spawn(process.execPath, [COMMAND, ...args], { env })).ended;
}

/**
 * Runs `eks-fleet` until it has written something on stderr, or to its end. Answers everything that it wrote until
 * then.
 */
export async function runUntilSaid(
  text: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<string> {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    env: { ...cleanEnvironment(), ...environment },
  });
  const output = collect(child);
  child.stderr.on('data', () => output.stderr().includes(text) && child.kill('SIGKILL'));
  return (await output.ended).stderr;
}

export interface RunningDev {
  readonly url: string;
  /** The variables that its export lines set. */
  readonly environment: Readonly<Record<string, string>>;
  stop(signal: NodeJS.Signals): Promise<Ended>;
}

/** Starts `eks-fleet dev` on a free port, and waits until it listens. */
export async function startDev(...args: readonly string[]): Promise<RunningDev> {
  const child = spawn(process.execPath, [COMMAND, 'dev', '--port', '0', ...args], {
    env: cleanEnvironment(),
  });
  const output = collect(child);
  await new Promise<void>((resolve, reject) => {
    // The two streams come in any order.
    const look = (): void => {
      if (output.stderr().includes('listening on') && output.stdout().includes('AWS_REGION=')) resolve();
    };
    child.stderr?.on('data', look);
    child.stdout?.on('data', look);
    child.once('close', () => reject(new Error(output.stderr())));
  });
  const environment = Object.fromEntries(
    [...output.stdout().matchAll(/(AWS_\w+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]),
  );
  const stop = (signal: NodeJS.Signals): Promise<Ended> => {
    child.kill(signal);
    return output.ended;
  };
  return { url: environment.AWS_ENDPOINT_URL ?? '', environment, stop };
}

/**
 * Files in a folder, and commands on a running `eks-fleet dev` with their JSON as the result; progress on stderr is
 * left out.
 */
export function commandLine(folder: () => string, dev: () => RunningDev) {
  const file = async (name: string, value: object): Promise<string> => {
    const path = join(folder(), name);
    await writeFile(path, JSON.stringify(value));
    return path;
  };
  const run = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await runCommand([...args, '--output', 'json'], dev().environment);
    return { code, stderr, result: stdout === '' ? undefined : JSON.parse(stdout) };
  };
  return { file, run };
}
