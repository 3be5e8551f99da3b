import {
  paginateGetExecutionHistory,
  paginateListExecutions,
  paginateListStateMachines,
  SFNClient,
} from '@aws-sdk/client-sfn';
import type { RehearsedFleet } from '../../rehearsed-fleet.ts';
import { givenStep } from '../step.ts';

/** The length of each history of a workflow's executions, in all regions. */
async function lengthsOf(workflow: string, { regions, stage }: RehearsedFleet): Promise<readonly number[]> {
  const lengths: number[] = [];
  for (const region of regions) {
    const client = new SFNClient({ region });
    for await (const { stateMachines = [] } of paginateListStateMachines({ client }, {}))
      for (const { stateMachineArn } of stateMachines.filter(
        ({ name }) => name === `eks-fleet-${stage}-${workflow}`,
      ))
        for await (const { executions = [] } of paginateListExecutions({ client }, { stateMachineArn }))
          for (const { executionArn } of executions) {
            let length = 0;
            for await (const { events = [] } of paginateGetExecutionHistory(
              { client, pageSize: 1000 },
              { executionArn },
            ))
              length += events.length;
            lengths.push(length);
          }
  }
  return lengths;
}

interface Bound {
  readonly workflow: string;
  readonly events: number;
}

/** The history of each execution of a workflow is shorter than so many events; there is at least one. */
export const historyBelow = givenStep<{ readonly historyBelow: Bound }>(async (step, on) => {
  const { workflow, events } = step.historyBelow;
  const lengths = await on.drive(lengthsOf(workflow, on.spec));
  const longest = Math.max(0, ...lengths);
  if (longest === 0 || longest >= events)
    on.found([`the longest history of ${workflow} has ${longest} events; expected 1 to ${events - 1}`]);
});
