import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Seam } from '../../simulator/seam/seam.ts';
import type { Asked } from './child.ts';
import type { Measured } from './measure.ts';

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url));

/** Single measurements: workload, text, unit and seam. */
const PARTS: readonly (readonly [string, string, string, Seam])[] = [
  ['hot-call', 'GetItem, consistent, by a role', 'calls', 'wire'],
  ['hot-call', 'GetItem, consistent, by a role', 'calls', 'direct'],
  ['mixed-calls', 'ten kinds of calls of five services, by a role', 'calls', 'wire'],
  ['mixed-calls', 'ten kinds of calls of five services, by a role', 'calls', 'direct'],
  ['plain-states', 'Pass, Choice, Map and Wait', 'transitions', 'direct'],
  ['task-states', 'a Lambda task, Choice, Pass and Wait', 'transitions', 'direct'],
];

/** Measures one workload in a process of its own. */
function measured(asked: Asked): Promise<Measured> {
  const child = fork(CHILD, {
    execArgv: ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=64'],
  });
  return new Promise((resolve, reject) => {
    child.once('message', (message: Measured) => resolve(message));
    child.once('exit', (code) => reject(new Error(`measuring ${asked.workload} ended with ${code}`)));
    child.send(asked);
  });
}

/** Measures each part of the simulator, one after the other; answers a table. */
export async function measureParts(): Promise<readonly (readonly string[])[]> {
  const table: (readonly string[])[] = [['what', 'seam', 'counted', 'a second of CPU']];
  for (const [workload, what, unit, seam] of PARTS) {
    const { units, cpuSeconds } = await measured({ workload, seam });
    table.push([what, seam, unit, Math.round(units / cpuSeconds).toLocaleString('en-US')]);
  }
  return table;
}
