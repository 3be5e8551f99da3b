import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { KeptChange } from '../../domain/scale/memory/kept.ts';
import { at, NOT_THERE, putOf } from './conditional-writes.ts';
import type { Tables } from './item-type.ts';
import { FLEET_ITEMS } from './item-types.ts';
import { toItem } from './items.ts';

const { memory: MEMORY, left: LEFT, saving: SAVING } = FLEET_ITEMS;

/** The write of a change of a cluster's kept items, as a part of a transaction. */
export function keptWrite(tables: Tables, clusterArn: string, change: KeptChange): TransactWriteItem {
  const memory = MEMORY.key(clusterArn);
  switch (change.do) {
    case 'capture':
      return putOf(tables, MEMORY, memory, change.memory, NOT_THERE);
    case 'replace':
      return putOf(tables, MEMORY, memory, change.memory, {
        ConditionExpression: 'operationId = :captured',
        ExpressionAttributeValues: toItem(MEMORY, { ':captured': change.captured }),
      });
    case 'forget':
      return {
        Delete: {
          ...at(tables, memory),
          ConditionExpression: 'attribute_not_exists(pk) OR operationId = :captured',
          ExpressionAttributeValues: toItem(MEMORY, { ':captured': change.captured }),
        },
      };
    case 'date':
      return {
        Update: {
          ...at(tables, memory),
          UpdateExpression: 'SET asleepSince = if_not_exists(asleepSince, :since)',
          ConditionExpression: 'operationId = :captured',
          ExpressionAttributeValues: toItem(MEMORY, {
            ':captured': change.captured,
            ':since': change.asleepSince,
          }),
        },
      };
    case 'leave':
      return putOf(tables, LEFT, LEFT.key(clusterArn), change.left);
    case 'save': {
      const { month, operationId } = change.saving;
      return putOf(tables, SAVING, SAVING.key(month, clusterArn, operationId), change.saving);
    }
  }
}
