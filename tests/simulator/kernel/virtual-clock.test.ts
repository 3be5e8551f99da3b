import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../../..');

/** Runs a program in a process of its own: the clock replaces the process's timers for good. */
async function output(program: string): Promise<unknown> {
  const args = ['--input-type=module-typescript', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
  return JSON.parse(stdout);
}

describe('the virtual clock', () => {
  it('keeps timers that wait for months, and lets them be called off', async () => {
    const program = `
      import { installVirtualClock } from '${root}/simulator/kernel/virtual-clock.ts';
      import { randomStream } from '${root}/simulator/kernel/random.ts';
      const clock = installVirtualClock(0, randomStream(1, 'test'));
      const fired: number[] = [];
      const days = (count: number) => count * 86_400_000;
      clock.setTimer(days(400), () => fired.push(clock.now()));
      clock.setTimer(days(2), () => fired.push(clock.now()));
      const timer = clock.setTimer(days(90), () => fired.push(-1));
      clock.advance();
      timer.cancel();
      while (clock.nextAt() !== undefined) clock.advance();
      console.log(JSON.stringify(fired.map((at) => at / 86_400_000)));
      process.exit(0);
    `;
    expect(await output(program)).toEqual([2, 400]);
  });

  it('runs what is due in one millisecond in the order of the exact times, and tells whole milliseconds', async () => {
    const program = `
      import { installVirtualClock } from '${root}/simulator/kernel/virtual-clock.ts';
      import { randomStream } from '${root}/simulator/kernel/random.ts';
      const clock = installVirtualClock(0, randomStream(1, 'test'));
      const fired: unknown[] = [];
      clock.setTimer(7.9, () => fired.push(['second', clock.now(), Date.now()]));
      clock.setTimer(7.2, () => fired.push(['first', clock.now(), Date.now()]));
      setTimeout(() => fired.push(['of the product', clock.now(), Date.now()]), 8);
      while (clock.nextAt() !== undefined) clock.advance();
      console.log(JSON.stringify(fired));
      process.exit(0);
    `;
    expect(await output(program)).toEqual([
      ['first', 7, 7],
      ['second', 7, 7],
      ['of the product', 8, 8],
    ]);
  });

  it('tells code on a host whose clock is wrong that time, and the world the true one', async () => {
    const program = `
      import { runInContext } from '${root}/simulator/kernel/invocation-context.ts';
      import { installVirtualClock } from '${root}/simulator/kernel/virtual-clock.ts';
      import { randomStream } from '${root}/simulator/kernel/random.ts';
      const clock = installVirtualClock(60_000, randomStream(1, 'test'));
      const context = { environment: {}, alive: true, clockStepMs: () => -45_000, crash() {}, log() {} };
      const told = runInContext(context, () => [Date.now(), new Date().getTime(), performance.now()]);
      console.log(JSON.stringify([...told, clock.now(), Date.now()]));
      process.exit(0);
    `;
    expect(await output(program)).toEqual([15_000, 15_000, 0, 60_000, 60_000]);
  });
});
