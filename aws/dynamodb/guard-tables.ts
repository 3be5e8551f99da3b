import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SeenTable } from '../../domain/failover/preparation/guard-stack.ts';
import type { GuardTablesPort } from '../../domain/ports/guard-tables.ts';
import { unlessMissing } from '../errors.ts';

/** `GuardTablesPort` over DescribeTable, which tells of the other replicas alone. */
export class DynamoDbGuardTables implements GuardTablesPort {
  readonly #client: DynamoDBClient;

  constructor(client: DynamoDBClient) {
    this.#client = client;
  }

  async find(table: string): Promise<SeenTable | undefined> {
    const found = await unlessMissing(this.#client.send(new DescribeTableCommand({ TableName: table })));
    if (!found?.Table) return undefined;
    const { TableStatus = '', MultiRegionConsistency, Replicas = [] } = found.Table;
    return {
      status: TableStatus,
      isStrong: MultiRegionConsistency === 'STRONG',
      replicas: Object.fromEntries(
        Replicas.map(({ RegionName = '', ReplicaStatus = '' }) => [RegionName, ReplicaStatus]),
      ),
    };
  }
}
