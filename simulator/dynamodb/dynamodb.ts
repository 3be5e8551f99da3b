import { operationsOf } from '../modelled-members.ts';
import type { Region } from '../region.ts';
import { authorizationsOf } from './authorization.ts';
import { batchOperations } from './batches.ts';
import { stateIn } from './global-tables.ts';
import { itemOperations } from './item-operations.ts';
import { queryOperations } from './query.ts';
import { createReplication } from './replication.ts';
import { resourceTypes } from './resource-types.ts';
import { scanOperations } from './scan.ts';
import type { DynamoDbService, DynamoDbState } from './state.ts';
import { tableOperations } from './table-operations.ts';
import { tableSettingOperations } from './table-settings.ts';
import { transactionOperations } from './transactions.ts';
import { updateTableOperations } from './update-table.ts';

export type { DynamoDbService } from './state.ts';

/** DynamoDB in one region. Replicas of global tables reach one another through `region.elsewhere`. */
export function createDynamoDb(region: Region): DynamoDbService {
  const state: DynamoDbState = {
    region,
    tables: new Map(),
    transactionTokens: new Map(),
    replicate: createReplication(region, (name) => stateIn(state, name)),
  };
  return {
    signingName: 'dynamodb',
    state,
    resourceTypes: resourceTypes(state),
    operations: operationsOf(region.kernel, 'dynamodb', {
      ...tableOperations(state),
      ...updateTableOperations(state),
      ...tableSettingOperations(state),
      ...itemOperations(state),
      ...queryOperations(state),
      ...scanOperations(state),
      ...batchOperations(state),
      ...transactionOperations(state),
    }),
    authorize: (operation, input) => authorizationsOf(state, operation, input),
  };
}
