import { guardTableOf, regionsOf } from '../../domain/failover/names.ts';
import { planNamed, type StandingPlan } from '../../domain/failover/standing-plans.ts';
import type { FailoverPlan } from '../../domain/policy/failover.ts';
import type { FleetsPort } from '../../domain/ports/fleets.ts';
import type { GuardOf, GuardPort } from '../../domain/ports/guard.ts';

interface Here {
  readonly account: { readonly region: string };
  readonly fleets: Pick<FleetsPort, 'list'>;
}

/** A plan whose standby is in this region; undefined where no document has it, or has it elsewhere by now. */
export async function planHere(name: string, { account, fleets }: Here): Promise<StandingPlan | undefined> {
  const standing = planNamed(await fleets.list(), name);
  return standing?.plan.to.region === account.region ? standing : undefined;
}

/** Guard of a plan's three regions, by the replica here. */
export const guardOfPlan = (
  plan: FailoverPlan,
  { account, guards }: { readonly account: { readonly stage: string }; readonly guards: GuardOf },
): GuardPort => guards(guardTableOf(account, regionsOf(plan)));
