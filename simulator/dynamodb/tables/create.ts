import { AwsError } from '../../aws-error.ts';
import { sampleDurationMs } from '../../durations.ts';
import { refuseUnmodelledMembers } from '../../modelled-members.ts';
import { keyNamesOf } from '../items/key-schema.ts';
import { ItemStore } from '../items/store.ts';
import type { DynamoDbState } from '../state.ts';
import {
  assertTableDefinition,
  attributeTypesOf,
  INDEX_MEMBERS,
  secondaryIndex,
  type TableDefinition,
} from './definition.ts';
import type { Table } from './table.ts';

export interface StreamSpecification {
  readonly StreamEnabled?: boolean;
  readonly StreamViewType?: string;
}

export interface SseSpecification {
  readonly Enabled?: boolean;
  readonly SSEType?: string;
  readonly KMSMasterKeyId?: string;
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export interface CreateTableInput extends TableDefinition {
  readonly DeletionProtectionEnabled?: boolean;
  readonly SSESpecification?: SseSpecification;
  readonly StreamSpecification?: StreamSpecification;
  readonly TableClass?: string;
  readonly Tags?: readonly Tag[];
}

const TABLES_MAX = 2500;

/** Checks the definition and puts the table there as CREATING; it becomes ACTIVE by itself. */
export function createTable(state: DynamoDbState, input: CreateTableInput): Table {
  for (const index of [...(input.LocalSecondaryIndexes ?? []), ...(input.GlobalSecondaryIndexes ?? [])]) {
    refuseUnmodelledMembers(
      state.region.kernel,
      'a secondary index of dynamodb',
      { ...index },
      INDEX_MEMBERS,
    );
  }
  assertTableDefinition(input);
  if (state.tables.has(input.TableName)) {
    throw new AwsError('ResourceInUseException', `Table already exists: ${input.TableName}`);
  }
  assertQuota(state);
  const table = newTable(state, input);
  state.tables.set(table.name, table);
  const { kernel, settings } = state.region;
  kernel.after(sampleDurationMs(kernel, 'dynamodb/table-create', settings.durationScale), () => {
    if (table.status !== 'CREATING') return;
    table.status = 'ACTIVE';
    for (const index of table.indexes) index.status = 'ACTIVE';
  });
  return table;
}

function assertQuota(state: DynamoDbState): void {
  const quota = state.region.settings.quotas['dynamodb/tables'] ?? TABLES_MAX;
  if (state.tables.size < quota) return;
  throw new AwsError(
    'LimitExceededException',
    `Subscriber limit exceeded: Provisioned throughput and table count limits apply; the number of tables is limited to ${quota}`,
  );
}

function newTable(state: DynamoDbState, input: CreateTableInput): Table {
  const { kernel, settings } = state.region;
  const now = kernel.now();
  const keys = keyNamesOf(input.KeySchema);
  const billingMode = input.BillingMode ?? 'PROVISIONED';
  return {
    name: input.TableName,
    arn: state.region.arn('dynamodb', `table/${input.TableName}`),
    id: kernel.random('dynamodb/table-ids').uuid(),
    createdAt: now,
    status: 'CREATING',
    schema: input.KeySchema,
    keys,
    attributeTypes: attributeTypesOf(input.AttributeDefinitions),
    indexes: [
      ...(input.LocalSecondaryIndexes ?? []).map((index) => secondaryIndex('local', index, 'CREATING')),
      ...(input.GlobalSecondaryIndexes ?? []).map((index) => secondaryIndex('global', index, 'CREATING')),
    ],
    items: new ItemStore(keys, kernel, settings.durationScale),
    billingMode,
    onDemandSince: billingMode === 'PAY_PER_REQUEST' ? now : undefined,
    throughput: input.ProvisionedThroughput ?? { ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
    tableClass: input.TableClass,
    deletionProtection: input.DeletionProtectionEnabled ?? false,
    sse: sseDescription(state, input.SSESpecification),
    stream: streamOf(state, input.StreamSpecification),
    timeToLive: undefined,
    timeToLiveChangedAt: undefined,
    pointInTimeRecovery: undefined,
    tags: new Map((input.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
    counted: { at: now, items: 0, bytes: 0 },
    global: undefined,
  };
}

/** Encryption with a key of AWS's own shows nothing; one in KMS shows the key. */
export function sseDescription(
  state: DynamoDbState,
  specification: SseSpecification | undefined,
): Table['sse'] {
  if (!specification?.Enabled) return undefined;
  const key = specification.KMSMasterKeyId ?? 'alias/aws/dynamodb';
  return {
    Status: 'ENABLED',
    SSEType: 'KMS',
    KMSMasterKeyArn: key.startsWith('arn:')
      ? key
      : state.region.arn('kms', key.includes('/') ? key : `key/${key}`),
  };
}

export function streamOf(
  state: DynamoDbState,
  specification: StreamSpecification | undefined,
): Table['stream'] {
  if (!specification?.StreamEnabled && !specification?.StreamViewType) return undefined;
  const label = new Date(state.region.kernel.now()).toISOString().replace('Z', '');
  return { view: specification.StreamViewType ?? 'NEW_AND_OLD_IMAGES', label };
}
