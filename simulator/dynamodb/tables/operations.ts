import { AwsError } from '../../aws-error.ts';
import { sampleDurationMs } from '../../durations.ts';
import type { ModelledOperation } from '../../modelled-members.ts';
import { assertConstraints, assertTableName } from '../constraints.ts';
import { validationError } from '../errors.ts';
import { type DynamoDbState, namedTable } from '../state.ts';
import { type CreateTableInput, createTable } from './create.ts';
import { refreshCount, tableDescription } from './describe.ts';
import { assertNoSource } from './global-tables.ts';
import type { Table } from './table.ts';

interface TableInput {
  readonly TableName: string;
}

export function tableOperations(state: DynamoDbState): Record<string, ModelledOperation> {
  return {
    CreateTable: {
      members: [
        'TableName',
        'AttributeDefinitions',
        'KeySchema',
        'LocalSecondaryIndexes',
        'GlobalSecondaryIndexes',
        'BillingMode',
        'ProvisionedThroughput',
        'DeletionProtectionEnabled',
        'SSESpecification',
        'StreamSpecification',
        'TableClass',
        'Tags',
      ],
      run: (input: CreateTableInput) => ({
        TableDescription: tableDescription(state, createTable(state, input), 'created'),
      }),
    },
    DescribeTable: {
      members: ['TableName'],
      run: ({ TableName }: TableInput) => {
        assertTableName(TableName);
        const table = namedTable(state, TableName);
        refreshCount(state, table);
        return { Table: tableDescription(state, table) };
      },
    },
    DeleteTable: {
      members: ['TableName'],
      run: ({ TableName }: TableInput) => {
        assertTableName(TableName);
        const table = namedTable(state, TableName);
        deleteTable(state, table);
        return { TableDescription: tableDescription(state, table, 'deleted') };
      },
    },
    ListTables: {
      members: ['ExclusiveStartTableName', 'Limit'],
      run: (input: ListTablesInput) => listTables(state, input),
    },
  };
}

/** A table can be changed or deleted only while nothing else is being done to it. */
export function assertNotBusy(table: Table): void {
  const doing = { CREATING: 'created', UPDATING: 'updated', DELETING: 'deleted' };
  if (table.status === 'ACTIVE') return;
  throw new AwsError(
    'ResourceInUseException',
    `Attempt to change a resource which is still in use: Table is being ${doing[table.status]}: ${table.name}`,
  );
}

/** Starts the deletion: the table answers until it is gone (SDK, DeleteTable). */
export function deleteTable(state: DynamoDbState, table: Table): void {
  assertNotBusy(table);
  if (table.deletionProtection) {
    throw validationError(
      'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
    );
  }
  assertNoSource(state, table, state.region.name);
  table.status = 'DELETING';
  const { kernel, settings } = state.region;
  kernel.after(sampleDurationMs(kernel, 'dynamodb/table-delete', settings.durationScale), () => {
    state.tables.delete(table.name);
    table.global?.replicas.delete(state.region.name);
  });
}

interface ListTablesInput {
  readonly ExclusiveStartTableName?: string;
  readonly Limit?: number;
}

function listTables(
  state: DynamoDbState,
  { ExclusiveStartTableName, Limit = 100 }: ListTablesInput,
): unknown {
  assertConstraints((constraints) => {
    constraints.atLeast('limit', Limit, 1);
    constraints.atMost('limit', Limit, 100);
    constraints.length('exclusiveStartTableName', ExclusiveStartTableName, 3, 255);
    constraints.pattern('exclusiveStartTableName', ExclusiveStartTableName, '[a-zA-Z0-9_.-]+');
  });
  const names = [...state.tables.keys()].sort().filter((name) => name > (ExclusiveStartTableName ?? ''));
  const page = names.slice(0, Limit);
  return {
    TableNames: page,
    ...(names.length > Limit && { LastEvaluatedTableName: page.at(-1) }),
  };
}
