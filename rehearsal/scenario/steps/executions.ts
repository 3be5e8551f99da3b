import { isDeepStrictEqual } from 'node:util';
import {
  DescribeExecutionCommand,
  paginateListExecutions,
  paginateListStateMachines,
  SFNClient,
} from '@aws-sdk/client-sfn';
import type { RehearsedFleet } from '../../rehearsed-fleet.ts';
import { givenStep } from '../step.ts';

/** True where the clock started it, and no event. */
async function isByClock(client: SFNClient, executionArn: string | undefined): Promise<boolean> {
  const { input = '{}' } = await client.send(new DescribeExecutionCommand({ executionArn }));
  return (JSON.parse(input) as { readonly source?: string }).source === 'aws.events';
}

/** The number of executions of each workflow that a stage's events have started, by status, in all regions. */
async function executionsOf({ regions, stage }: RehearsedFleet): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  const prefix = `eks-fleet-${stage}-`;
  for (const region of regions) {
    const client = new SFNClient({ region });
    for await (const { stateMachines = [] } of paginateListStateMachines({ client }, {}))
      for (const { name = '', stateMachineArn } of stateMachines.filter((one) =>
        one.name?.startsWith(prefix),
      ))
        for await (const { executions = [] } of paginateListExecutions({ client }, { stateMachineArn }))
          for (const { executionArn, status } of executions) {
            if (await isByClock(client, executionArn)) continue;
            const key = `${name.slice(prefix.length)} ${status}`;
            counts[key] = (counts[key] ?? 0) + 1;
          }
  }
  return counts;
}

const told = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, count]) => `${count} ${key}`)
    .join(', ') || 'none';

/** Differences from the expected numbers of executions, in words. */
async function executionFindings(
  wanted: Readonly<Record<string, number>>,
  spec: RehearsedFleet,
): Promise<readonly string[]> {
  const found = await executionsOf(spec);
  if (isDeepStrictEqual(found, { ...wanted })) return [];
  return [`executions of stage ${spec.stage} are ${told(found)}; expected ${told(wanted)}`];
}

/**
 * The number of executions of each workflow that the stage's events have started so far, by status: `create-cluster
 * FAILED`; no others.
 */
export const executions = givenStep<{ readonly executions: Readonly<Record<string, number>> }>(
  async (step, on) => on.found(await on.drive(executionFindings(step.executions, on.spec))),
);
