import { AwsError } from '../../aws-error.ts';
import type { Timer } from '../../kernel/kernel.ts';
import { type Engine, startOperation, untilStopped } from '../engine.ts';
import { runScope } from '../resources/actions.ts';
import { createResource, stopRun } from '../resources/create.ts';
import { deleteResources } from '../resources/delete.ts';
import { runInOrder } from '../schedule.ts';
import { setStackStatus } from './events.ts';
import { assertImports, outputsOf } from './exports.ts';
import type { Deployment, OnFailure, Run, Stack } from './stack.ts';

/** Starts the creation of a stack that is in the store, from nothing or from REVIEW_IN_PROGRESS. */
export function startCreation(
  engine: Engine,
  stack: Stack,
  deployment: Deployment,
  run: Run,
  onFailure: OnFailure,
): void {
  const timer = timeoutOf(engine, stack, run);
  startOperation(engine, stack, 'create', run, async () => {
    await createAll(engine, stack, deployment, run, onFailure);
    timer?.cancel();
  });
  stack.deployment = deployment;
  setStackStatus(engine, stack, 'CREATE_IN_PROGRESS', 'User Initiated');
}

function timeoutOf(engine: Engine, stack: Stack, run: Run): Timer | undefined {
  if (stack.timeoutInMinutes === undefined) return undefined;
  return engine.region.kernel.after(stack.timeoutInMinutes * 60_000, () => {
    if (stack.run === run) stopRun(engine, stack, run, 'Stack creation time exceeded the specified timeout');
  });
}

async function createAll(
  engine: Engine,
  stack: Stack,
  deployment: Deployment,
  run: Run,
  onFailure: OnFailure,
): Promise<void> {
  // The call answers before anything is made.
  await engine.region.kernel.sleep(1000);
  const problem = await attempt(async () => {
    assertImports(engine.store, deployment);
    const work = runInOrder(
      [...deployment.active.keys()],
      (logicalId) => deployment.dependsOn.get(logicalId) ?? [],
      (logicalId) => createResource(engine, stack, deployment, run, logicalId),
    );
    await untilStopped(engine, run, work);
    if (run.stopReason === undefined) {
      stack.outputs = outputsOf(engine.store, stack, deployment, runScope(engine, stack, deployment));
    }
  });
  // A deletion that came in between has taken the stack over.
  if (stack.run !== run) return;
  if (run.stopReason === undefined && problem === undefined) {
    setStackStatus(engine, stack, 'CREATE_COMPLETE');
    return;
  }
  await undoCreation(engine, stack, run, onFailure, problem ?? failureText(run, 'create'));
}

/** Runs `work`; AWS's refusal in it becomes the reason of the stack's failure. */
export async function attempt(work: () => Promise<void>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) return `${error.message}. `;
    throw error;
  }
}

export function failureText(run: Run, verb: 'create' | 'update'): string {
  if (run.failed.length === 0) return `${run.stopReason}. `;
  return `The following resource(s) failed to ${verb}: [${run.failed.join(', ')}]. `;
}

async function undoCreation(
  engine: Engine,
  stack: Stack,
  run: Run,
  onFailure: OnFailure,
  problem: string,
): Promise<void> {
  if (onFailure === 'DO_NOTHING') {
    setStackStatus(engine, stack, 'CREATE_FAILED', problem);
    return;
  }
  const [going, gone, stuck] =
    onFailure === 'DELETE'
      ? ['DELETE_IN_PROGRESS', 'DELETE_COMPLETE', 'DELETE_FAILED']
      : ['ROLLBACK_IN_PROGRESS', 'ROLLBACK_COMPLETE', 'ROLLBACK_FAILED'];
  const request = onFailure === 'DELETE' ? 'Delete requested by user.' : 'Rollback requested by user.';
  setStackStatus(engine, stack, going, problem + request);
  const failed = await deleteResources(engine, stack, run, [...stack.resources.keys()], {
    retain: new Set(),
    when: 'rollback',
  });
  stack.outputs = [];
  if (failed.length > 0) {
    setStackStatus(
      engine,
      stack,
      stuck,
      `The following resource(s) failed to delete: [${failed.join(', ')}]. `,
    );
    return;
  }
  // A stack that was rolled back tells when its resources went, and no longer the change set it came from.
  stack.deletionTime = new Date(engine.region.kernel.now());
  stack.changeSetId = undefined;
  setStackStatus(engine, stack, gone);
}
