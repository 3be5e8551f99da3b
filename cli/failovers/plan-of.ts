import type { Fleet } from '../../aws/fleet.ts';
import { planNamed, type StandingPlan } from '../../domain/failover/standing-plans.ts';
import { CommandError } from '../command-error.ts';
import { readFleets } from '../fleets/find-schedules.ts';

/** The failover plan of this name, of whichever document. */
export async function planOf(fleet: Fleet, name: string): Promise<StandingPlan> {
  const standing = planNamed(await readFleets(fleet), name);
  if (standing) return standing;
  throw new CommandError(`there is no failover plan ${name}`, 'see `eks-fleet get failovers`');
}
