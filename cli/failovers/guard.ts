import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDbGuard } from '../../aws/dynamodb/guard.ts';
import { type Fleet, PEOPLES_PATIENCE } from '../../aws/fleet.ts';
import { guardTableOf, regionsOf } from '../../domain/failover/names.ts';
import type { FailoverPlan } from '../../domain/policy/failover.ts';
import type { GuardPort } from '../../domain/ports/guard.ts';

export type Answered<T> = { readonly answer: T } | { readonly why: string };

/** The answer of Guard in a region of the plan's, of the next one where it does not answer; none of the primary's is asked. */
export async function askGuard<T>(
  fleet: Fleet,
  plan: FailoverPlan,
  ask: (guard: GuardPort) => Promise<T>,
): Promise<Answered<T>> {
  const table = guardTableOf(fleet, regionsOf(plan));
  let why = '';
  for (const region of [plan.to.region, plan.witness]) {
    const guard = new DynamoDbGuard(new DynamoDBClient({ region, requestHandler: PEOPLES_PATIENCE }), table);
    try {
      return { answer: await ask(guard) };
    } catch (error) {
      why = `${region}: ${(error as Error).message}`;
    }
  }
  return { why };
}
