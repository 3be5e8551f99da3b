import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { SimulationMessage, SimulationReport, SimulationSpec } from './simulation-spec.ts';

/** A simulation ended by an error of its own: `NotSimulated`, or a defect. */
export class SimulationFailed extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url));

/** Runs a simulation in a process of its own and passes on what it tells. */
export function runSimulation(
  spec: SimulationSpec,
  onMessage: (message: SimulationMessage) => void = () => undefined,
): Promise<SimulationReport> {
  return new Promise((resolve, reject) => {
    const child = fork(CHILD, {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    child.on('message', (message: SimulationMessage) => {
      onMessage(message);
      if (message.kind === 'report') resolve(message.report);
      if (message.kind === 'failed') reject(new SimulationFailed(message.name, message.message));
    });
    child.on('exit', (code, signal) =>
      reject(new SimulationFailed('SimulationEnded', `the simulation's process ended (${signal ?? code})`)),
    );
    child.send(spec);
  });
}
