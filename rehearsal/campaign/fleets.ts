import type { RandomStream } from '../../simulator/kernel/random.ts';
import type { Step } from '../scenario/steps/all.ts';

/** A drawn Fleet document: every seed's clusters have the tag that it selects. */
export const FLEET = 'drawn';
export const FLEET_TAGS = { env: 'dev' };

/** Hours that end and begin again while faults happen; a campaign's world starts on a Tuesday at 08:00 UTC. */
const HOURS = [
  ['MON-FRI 07:00-09:00', 'MON-FRI 09:45-20:00'],
  ['MON-FRI 07:00-08:30'],
  ['MON-FRI 10:00-18:00'],
] as const;

/** Keeps the document, with some hours and perhaps a change of sizes at a time. */
export function drawFleet(random: RandomStream, regions: readonly string[]): Step {
  const members = { select: FLEET_TAGS, zone: 'UTC' };
  const sleep = random.chance(0.7)
    ? [{ ...members, name: 'hours', awake: random.pick(HOURS), wakeBefore: '15m' }]
    : [];
  const sizes = { select: { all: true }, desiredCapacity: random.integer(0, 2), maxSize: 2 };
  const scale = random.chance(0.5)
    ? [
        {
          ...members,
          name: 'rush',
          at: `cron(${random.integer(15, 59)} ${random.integer(8, 9)} ? * TUE *)`,
          nodeGroups: [sizes],
          for: '1h',
        },
      ]
    : [];
  return {
    applyFleet: {
      apiVersion: 'eks-fleet.dev/v1',
      kind: 'Fleet',
      metadata: { name: FLEET },
      spec: { home: regions[0] as string, regions, sleep, scale },
    } as Extract<Step, { applyFleet: unknown }>['applyFleet'],
  };
}

export const forgetFleet = (regions: readonly string[]): Step => ({
  deleteFleet: { name: FLEET, home: regions[0] as string },
});

/** That no schedule of the fleet's is left anywhere. */
export const noSchedules = (regions: readonly string[]): readonly Step[] =>
  regions.map((region) => ({ expect: { schedules: { region, fleet: FLEET, are: 'absent' } } }));
