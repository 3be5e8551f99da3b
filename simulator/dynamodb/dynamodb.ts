import { operationsOf } from '../modelled-members.ts';
import type { Region } from '../region.ts';
import { authorizationsOf } from './authorization.ts';
import { batchOperations } from './items/batches.ts';
import { itemOperations } from './items/operations.ts';
import { transactionOperations } from './items/transactions.ts';
import { queryOperations } from './reads/query.ts';
import { scanOperations } from './reads/scan.ts';
import type { DynamoDbService, DynamoDbState } from './state.ts';
import { stateIn } from './tables/global-tables.ts';
import { watchIsolation } from './tables/isolation.ts';
import { tableOperations } from './tables/operations.ts';
import { createReplication } from './tables/replication.ts';
import { resourceTypes } from './tables/resource-types.ts';
import { tableSettingOperations } from './tables/settings.ts';
import { updateTableOperations } from './tables/update.ts';

export type { DynamoDbService } from './state.ts';

/** DynamoDB in one region. Replicas of global tables reach one another through `region.elsewhere`. */
export function createDynamoDb(region: Region): DynamoDbService {
  const state: DynamoDbState = {
    region,
    tables: new Map(),
    transactionTokens: new Map(),
    replicate: createReplication(region, (name) => stateIn(state, name)),
  };
  watchIsolation(state);
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
