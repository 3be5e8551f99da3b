import { GetScheduleCommand, paginateListSchedules, SchedulerClient } from '@aws-sdk/client-scheduler';
import type { RehearsedFleet } from '../rehearsed-fleet.ts';
import type { Expectation } from './expectation-schema.ts';

type Expected = NonNullable<Expectation['schedules']>;

/** The schedules of a fleet in a region as Scheduler has them, by name: `cron(45 6 ? * MON-FRI *) Europe/Berlin`. */
async function schedulesOf({ region, fleet }: Expected, stage: string) {
  const client = new SchedulerClient({ region });
  const GroupName = `eks-fleet-${stage}-${fleet}`;
  const found: Record<string, string> = {};
  try {
    for await (const { Schedules = [] } of paginateListSchedules({ client }, { GroupName })) {
      for (const { Name = '' } of Schedules) {
        const schedule = await client.send(new GetScheduleCommand({ GroupName, Name }));
        found[Name] = `${schedule.ScheduleExpression} ${schedule.ScheduleExpressionTimezone}`;
      }
    }
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ResourceNotFoundException') throw error;
    return undefined;
  }
  return found;
}

/** Schedules of a fleet that are not as expected, in words; `absent` means that there is no group at all. */
export async function scheduleFindings(
  expected: Expected,
  { stage }: RehearsedFleet,
): Promise<readonly string[]> {
  const told = (schedules: Readonly<Record<string, string>> | 'absent' | undefined) =>
    schedules === undefined || schedules === 'absent'
      ? 'no group'
      : Object.entries(schedules)
          .map(([name, at]) => `${name}: ${at}`)
          .sort()
          .join(', ') || 'none';
  const found = told(await schedulesOf(expected, stage));
  const wanted = told(expected.are);
  return found === wanted
    ? []
    : [`schedules of ${expected.fleet} in ${expected.region} are ${found}; expected ${wanted}`];
}
