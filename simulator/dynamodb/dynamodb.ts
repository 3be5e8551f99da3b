import { operationsOf } from '../modelled-members.ts';
import type { Region } from '../region.ts';
import type { Service } from '../service.ts';
import { authorizationsOf } from './authorization.ts';
import { batchOperations } from './batches.ts';
import { itemOperations } from './item-operations.ts';
import { queryOperations } from './query.ts';
import { scanOperations } from './scan.ts';
import type { DynamoDbState } from './state.ts';
import { tableOperations } from './table-operations.ts';
import { transactionOperations } from './transactions.ts';

export interface DynamoDbService extends Service {
  readonly signingName: 'dynamodb';
}

/** DynamoDB in one region. Replicas of global tables reach one another through `region.elsewhere`. */
export function createDynamoDb(region: Region): DynamoDbService {
  const state: DynamoDbState = {
    region,
    tables: new Map(),
    transactionTokens: new Map(),
    replicate: () => undefined,
  };
  return {
    signingName: 'dynamodb',
    operations: operationsOf(region.kernel, 'dynamodb', {
      ...tableOperations(state),
      ...itemOperations(state),
      ...queryOperations(state),
      ...scanOperations(state),
      ...batchOperations(state),
      ...transactionOperations(state),
    }),
    authorize: (operation, input) => authorizationsOf(state, operation, input),
  };
}
