import type { StepFunctionsService } from '../../simulator/stepfunctions/stepfunctions.ts';
import type { World } from '../../simulator/world.ts';
import { takeInventory } from '../checkers/nothing-left.ts';
import { nameOfTaskFault, type TaskFaults } from '../faults/task-faults.ts';
import type { Examined } from '../simulation-spec.ts';

/**
 * The facts that a sweep compares: the states that were entered, how each execution ended, and what there is at the
 * end.
 */
export async function examine(world: World, stage: string, faults: TaskFaults): Promise<Examined> {
  const workflowOf = (stateMachine: unknown): string =>
    String(stateMachine).replace(`eks-fleet-${stage}-`, '');
  const transitions = world.kernel.trace.entries.filter(({ kind }) => kind === 'transition');
  const entered = transitions
    .filter(({ transition }) => transition === 'entered')
    .map(({ stateMachine, state }) => `${workflowOf(stateMachine)}/${String(state)}`);
  const executions = transitions
    .filter(({ transition, status }) => transition === 'execution' && status !== 'RUNNING')
    .map(({ region, execution, stateMachine, status }) => {
      const states = world.region(region).service('states') as StepFunctionsService;
      const { error } = states.execution(String(execution));
      const ended = { workflow: workflowOf(stateMachine), status: String(status) };
      return error === undefined ? ended : { ...ended, error };
    });
  const resources: Record<string, number> = {};
  for (const one of await takeInventory(world, world.regionNames())) {
    const kind = one.split(' ').slice(0, 3).join(' ');
    resources[kind] = (resources[kind] ?? 0) + 1;
  }
  const missed = faults.missed().map(nameOfTaskFault);
  return { entered: [...new Set(entered)], executions, resources, missed };
}
