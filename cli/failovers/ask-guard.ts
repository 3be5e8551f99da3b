import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDbGuard } from '../../aws/dynamodb/guard.ts';
import { type Fleet, PEOPLES_PATIENCE } from '../../aws/fleet.ts';
import { guardTableOf, regionsOf } from '../../domain/failover/names.ts';
import type { StandingPlan } from '../../domain/failover/standing-plans.ts';
import type { GuardPort } from '../../domain/ports/guard.ts';

/** A reading of Guard in a region of the plan's, in the next one where that does not answer; `why`: neither did. */
export async function askGuard<Read extends object>(
  fleet: Fleet,
  { plan }: StandingPlan,
  read: (guard: GuardPort) => Promise<Read>,
): Promise<Read | { readonly why: string }> {
  const table = guardTableOf(fleet, regionsOf(plan));
  let why = '';
  for (const region of [plan.to.region, plan.witness]) {
    const guard = new DynamoDbGuard(new DynamoDBClient({ region, requestHandler: PEOPLES_PATIENCE }), table);
    try {
      return await read(guard);
    } catch (error) {
      why = `${region}: ${(error as Error).message}`;
    }
  }
  return { why };
}
