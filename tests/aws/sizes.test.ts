import type { DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { DynamoDbSizes } from '../../aws/sizes.ts';
import type { OperationRef } from '../../domain/operation/operation.ts';
import type { MemoryChange, ScalingPlan } from '../../domain/scale/plan.ts';

const arn = 'arn:aws:eks:us-east-1:111122223333:cluster/web';
const operation: OperationRef = {
  id: 'o1',
  kind: 'scale',
  cluster: { name: 'web', region: 'us-east-1', arn },
  epoch: 4,
};
const memory = { operationId: 'o1', capturedAt: '2026-11-24T20:00:00Z', groups: [] };

/** What is written for a plan, or what comes of it where transactions are cancelled for `reasons`, item by item. */
async function recorded(change: MemoryChange | undefined, reasons?: readonly string[]) {
  const conditions: (string | undefined)[] = [];
  const send = async ({ input }: { readonly input: { readonly TransactItems: TransactWriteItem[] } }) => {
    if (reasons)
      throw Object.assign(new Error('cancelled'), {
        name: 'TransactionCanceledException',
        CancellationReasons: reasons.map((Code) => ({ Code })),
      });
    for (const { Update, Put } of input.TransactItems) conditions.push((Update ?? Put)?.ConditionExpression);
  };
  const sizes = new DynamoDbSizes({ send } as unknown as DynamoDBClient, 'fleet');
  const plan = { action: 'hibernate', ...(change ? { memory: change } : {}) } as unknown as ScalingPlan;
  return { isRecorded: await sizes.recordPlan(operation, plan), conditions };
}

const FIRST_PLAN = '#status = :running AND attribute_not_exists(#plan)';

describe('recording a plan', () => {
  it.each([
    ['nothing is to be remembered', undefined, []],
    ['sizes are captured', { do: 'capture', memory }, ['attribute_not_exists(pk)']],
    ['a sleep is changed', { do: 'replace', memory, changed: [] }, ['operationId = :captured']],
    ['a memory is to go at the end', { do: 'forget', memory }, []],
  ] as const)(
    'writes what a cluster wakes to with it, or nothing of both, where %s',
    async (_what, change, more) => {
      expect(await recorded(change)).toEqual({ isRecorded: true, conditions: [FIRST_PLAN, ...more] });
    },
  );

  it.each([['None'], ['ConditionalCheckFailed']])(
    'keeps to the first plan, and to what was remembered with it (its memory: %s)',
    async (ofMemory) => {
      const reasons = ['ConditionalCheckFailed', ofMemory];
      expect(await recorded({ do: 'capture', memory }, reasons)).toMatchObject({ isRecorded: false });
    },
  );

  it('is to be planned anew where what is remembered has changed since it was read', async () => {
    await expect(
      recorded({ do: 'capture', memory }, ['None', 'ConditionalCheckFailed']),
    ).rejects.toMatchObject({ name: 'Conflict', message: 'what web wakes to has changed since it was read' });
  });

  it('is tried again where something else is just writing one of both', async () => {
    await expect(recorded({ do: 'capture', memory }, ['None', 'TransactionConflict'])).rejects.toMatchObject({
      name: 'Throttled',
    });
  });
});
