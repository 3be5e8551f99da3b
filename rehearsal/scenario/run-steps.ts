import type { World } from '../../simulator/world.ts';
import { type Inventory, takeInventory } from '../checkers/nothing-left.ts';
import type { RehearsedFleet } from '../rehearsed-fleet.ts';
import { isOutage } from './outage.ts';
import { publishRequest } from './requests.ts';
import type { StepRun, StepRunner } from './step.ts';
import { kindOf, type Step } from './steps/all.ts';

export interface StepsResult {
  readonly checked: readonly string[];
  readonly violated: readonly string[];
}

const ASK_AGAIN_MS = 30_000;

/** Asks again, as a person would, until the outage that is in the way is over. */
async function untilAnswered<T>({ kernel }: World, ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isOutage(error)) throw error;
    }
    await kernel.sleep(ASK_AGAIN_MS);
  }
}

/** Runs a scenario's steps one after the other; an expectation that fails is told, and the next step follows. */
export async function runSteps(steps: readonly Step[], runner: StepRunner): Promise<StepsResult> {
  const { world } = runner;
  const checked = new Set<string>();
  const violated: string[] = [];
  let requested = 0;
  let place = 0;
  const runOf = (spec: RehearsedFleet, before: Inventory): StepRun => ({
    ...runner,
    spec,
    before,
    untilAnswered: (ask) => untilAnswered(world, ask),
    request: async (requests, forSeconds) => {
      for (const { definition, region, detail } of requests) {
        const requestId = `simulate-${spec.seed}-${requested++}`;
        const publish = () => publishRequest(spec, definition, region, { requestId, ...detail });
        await runner.drive(untilAnswered(world, publish));
      }
      const ended = await runner.follow(requests.length, forSeconds);
      if (ended === 'deadline') violated.push(`step ${place} did not come to an end`);
    },
    inStage: async (stage, step) => {
      await kindOf(step as Step).run(step as Step, runOf({ ...spec, stage }, before));
    },
    checked: (names) => {
      for (const name of names) checked.add(name);
    },
    found: (findings) => violated.push(...findings.map((finding) => `step ${place}: ${finding}`)),
    violated: (findings) => violated.push(...findings),
  });
  const on = runOf(runner.spec, await takeInventory(world, runner.spec.regions));
  for (const step of steps) {
    place++;
    await kindOf(step).run(step, on);
  }
  // Operations that a schedule began in the last minutes come to their end: each holds a lease until then.
  const last = steps.at(-1);
  const isOver = !(last && kindOf(last).leavesWork) || (await runner.follow(0, undefined)) === 'reached';
  if (!isOver) violated.push('what was under way at the end did not come to an end');
  return { checked: [...checked], violated };
}
