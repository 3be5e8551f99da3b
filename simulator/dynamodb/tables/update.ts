import { AwsError } from '../../aws-error.ts';
import { sampleDurationMs } from '../../durations.ts';
import { type ModelledOperation, refuseUnmodelledMembers } from '../../modelled-members.ts';
import { assertConstraints, assertTableName } from '../constraints.ts';
import { invalidParameter, validationError } from '../errors.ts';
import { type DynamoDbState, namedTable } from '../state.ts';
import { type SseSpecification, type StreamSpecification, sseDescription, streamOf } from './create.ts';
import {
  type AttributeDefinition,
  assertBounds,
  assertThroughput,
  attributeTypesOf,
  INDEX_MEMBERS,
  type IndexDefinition,
  secondaryIndex,
} from './definition.ts';
import { tableDescription } from './describe.ts';
import { addReplica, assertStrongReplicas, makeGlobal, removeReplica } from './global-tables.ts';
import { assertNotBusy } from './operations.ts';
import type { Table, Throughput } from './table.ts';

interface IndexUpdate {
  readonly Create?: IndexDefinition;
  readonly Update?: { readonly IndexName: string; readonly ProvisionedThroughput?: Throughput };
  readonly Delete?: { readonly IndexName: string };
}

interface ReplicaUpdate {
  readonly Create?: { readonly RegionName: string };
  readonly Delete?: { readonly RegionName: string };
}

export interface UpdateTableInput {
  readonly TableName: string;
  readonly AttributeDefinitions?: readonly AttributeDefinition[];
  readonly BillingMode?: Table['billingMode'];
  readonly ProvisionedThroughput?: Throughput;
  readonly DeletionProtectionEnabled?: boolean;
  readonly GlobalSecondaryIndexUpdates?: readonly IndexUpdate[];
  readonly ReplicaUpdates?: readonly ReplicaUpdate[];
  readonly MultiRegionConsistency?: 'EVENTUAL' | 'STRONG';
  readonly GlobalTableWitnessUpdates?: readonly {
    readonly Create?: { readonly RegionName: string };
  }[];
  readonly SSESpecification?: SseSpecification;
  readonly StreamSpecification?: StreamSpecification;
  readonly TableClass?: string;
}

const MEMBERS = [
  'TableName',
  'AttributeDefinitions',
  'BillingMode',
  'ProvisionedThroughput',
  'DeletionProtectionEnabled',
  'GlobalSecondaryIndexUpdates',
  'ReplicaUpdates',
  'MultiRegionConsistency',
  'GlobalTableWitnessUpdates',
  'SSESpecification',
  'StreamSpecification',
  'TableClass',
];

export function updateTableOperations(state: DynamoDbState): Record<string, ModelledOperation> {
  return {
    UpdateTable: {
      members: MEMBERS,
      run: (input: UpdateTableInput) => {
        assertTableName(input.TableName);
        assertConstraints((constraints) => {
          constraints.oneOf('billingMode', input.BillingMode, ['PROVISIONED', 'PAY_PER_REQUEST']);
          constraints.oneOf('multiRegionConsistency', input.MultiRegionConsistency, ['EVENTUAL', 'STRONG']);
        });
        assertRequest(input);
        const table = namedTable(state, input.TableName);
        refuseUnmodelledUpdates(state, table, input);
        void startUpdate(state, table, input);
        return { TableDescription: tableDescription(state, table) };
      },
    },
  };
}

/** Nested members that are not modelled, and changes of indexes that would have to reach every replica. */
function refuseUnmodelledUpdates(state: DynamoDbState, table: Table, input: UpdateTableInput): void {
  const { kernel } = state.region;
  const refuse = (what: string, given: object | undefined, members: readonly string[]): void =>
    refuseUnmodelledMembers(kernel, `dynamodb:UpdateTable ${what}`, { ...given }, members);
  for (const update of input.ReplicaUpdates ?? []) {
    refuse('ReplicaUpdates', update, ['Create', 'Delete']);
    refuse('ReplicaUpdates.Create', update.Create, ['RegionName']);
  }
  for (const update of input.GlobalTableWitnessUpdates ?? [])
    refuse('GlobalTableWitnessUpdates', update, ['Create']);
  for (const update of input.GlobalSecondaryIndexUpdates ?? []) {
    refuse('GlobalSecondaryIndexUpdates', update, table.global ? [] : ['Create', 'Update', 'Delete']);
    refuse('GlobalSecondaryIndexUpdates.Create', update.Create, INDEX_MEMBERS);
    refuse('GlobalSecondaryIndexUpdates.Update', update.Update, ['IndexName', 'ProvisionedThroughput']);
  }
}

/** Judges the whole update, then starts it; resolves when the table is ACTIVE again. */
export function startUpdate(state: DynamoDbState, table: Table, input: UpdateTableInput): Promise<void> {
  assertNotBusy(table);
  assertChangesSomething(input);
  assertIndexUpdates(table, input);
  assertBilling(table, input);
  assertStream(table, input);
  const replicas = startReplicaUpdates(state, table, input);
  applySettings(state, table, input);
  const indexes = applyIndexUpdates(state, table, input);
  // Deletion protection alone takes effect at once, without an update of the table.
  const isInstant = Object.keys(input).every(
    (key) => key === 'TableName' || key === 'DeletionProtectionEnabled',
  );
  if (isInstant) return Promise.resolve();
  table.status = 'UPDATING';
  const { kernel, settings } = state.region;
  const update = kernel.sleep(sampleDurationMs(kernel, 'dynamodb/table-update', settings.durationScale));
  return Promise.all([update, indexes, ...replicas]).then(() => {
    if (table.status === 'UPDATING') table.status = 'ACTIVE';
  });
}

/** Refuses a request that is wrong for any table. */
function assertRequest(input: UpdateTableInput): void {
  assertChangesSomething(input);
  if (input.BillingMode === 'PROVISIONED' && !input.ProvisionedThroughput) {
    throw invalidParameter('ProvisionedThroughput must be specified when BillingMode is PROVISIONED');
  }
  assertBounds(input.ProvisionedThroughput);
  for (const { Create, Update, Delete } of input.GlobalSecondaryIndexUpdates ?? []) {
    if (Create || Update || Delete) continue;
    throw invalidParameter(
      'One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null',
    );
  }
}

function assertChangesSomething(input: UpdateTableInput): void {
  const changes = Object.entries(input).filter(
    ([member, value]) =>
      value !== undefined &&
      member !== 'TableName' &&
      member !== 'AttributeDefinitions' &&
      !(Array.isArray(value) && value.length === 0),
  );
  if (changes.length > 0) return;
  throw validationError(
    'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required',
  );
}

function assertBilling(table: Table, input: UpdateTableInput): void {
  if (input.BillingMode || input.ProvisionedThroughput) {
    assertThroughput(input.BillingMode ?? table.billingMode, input.ProvisionedThroughput);
  }
}

function assertStream(table: Table, { StreamSpecification }: UpdateTableInput): void {
  if (!StreamSpecification) return;
  if (StreamSpecification.StreamEnabled && table.stream) {
    throw validationError('Table already has an enabled stream: TableName: '.concat(table.name));
  }
  if (!StreamSpecification.StreamEnabled && !table.stream) {
    throw validationError('Table is already without a stream: TableName: '.concat(table.name));
  }
}

/** One index may be created or deleted in an update (SDK, UpdateTable). */
function assertIndexUpdates(table: Table, input: UpdateTableInput): void {
  const updates = input.GlobalSecondaryIndexUpdates ?? [];
  if (updates.filter(({ Create, Delete }) => Create ?? Delete).length > 1) {
    throw new AwsError(
      'LimitExceededException',
      'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
    );
  }
  for (const { Create, Update, Delete } of updates) {
    const name = (Create ?? Update ?? Delete)?.IndexName ?? '';
    const exists = table.indexes.some((index) => index.kind === 'global' && index.name === name);
    if (Create && exists) {
      throw validationError(
        `One or more parameter values were invalid: Attempting to create an index which already exists: ${name}`,
      );
    }
    if (!Create && !exists) {
      throw new AwsError(
        'ResourceNotFoundException',
        `Requested resource not found: Index: ${name} not found`,
      );
    }
    if (Create) assertNewIndexKeys(table, input, Create);
  }
}

function assertNewIndexKeys(table: Table, input: UpdateTableInput, index: IndexDefinition): void {
  const types = new Map([...table.attributeTypes, ...attributeTypesOf(input.AttributeDefinitions ?? [])]);
  const missing = index.KeySchema.map(({ AttributeName }) => AttributeName).filter(
    (name) => !types.has(name),
  );
  if (missing.length === 0) return;
  throw validationError(
    `One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [${missing.join(', ')}], AttributeDefinitions: [${[...types.keys()].join(', ')}]`,
  );
}

function applyIndexUpdates(state: DynamoDbState, table: Table, input: UpdateTableInput): Promise<unknown> {
  const { kernel, settings } = state.region;
  table.attributeTypes = new Map([
    ...table.attributeTypes,
    ...attributeTypesOf(input.AttributeDefinitions ?? []),
  ]);
  const pending = (input.GlobalSecondaryIndexUpdates ?? []).map(async ({ Create, Update, Delete }) => {
    const index = Create
      ? secondaryIndex('global', Create, 'CREATING')
      : table.indexes.find(({ name }) => name === (Update ?? Delete)?.IndexName);
    if (!index) return;
    if (Create) table.indexes = [...table.indexes, index];
    if (Update) index.throughput = Update.ProvisionedThroughput ?? index.throughput;
    index.status = Create ? 'CREATING' : Delete ? 'DELETING' : 'UPDATING';
    await kernel.sleep(sampleDurationMs(kernel, 'dynamodb/index-create', settings.durationScale));
    if (Delete) table.indexes = table.indexes.filter((each) => each !== index);
    else index.status = 'ACTIVE';
  });
  return Promise.all(pending);
}

function applySettings(state: DynamoDbState, table: Table, input: UpdateTableInput): void {
  if (input.DeletionProtectionEnabled !== undefined)
    table.deletionProtection = input.DeletionProtectionEnabled;
  if (input.BillingMode && input.BillingMode !== table.billingMode) {
    table.billingMode = input.BillingMode;
    const isOnDemand = input.BillingMode === 'PAY_PER_REQUEST';
    table.onDemandSince = isOnDemand ? state.region.kernel.now() : undefined;
    if (isOnDemand) table.throughput = { ReadCapacityUnits: 0, WriteCapacityUnits: 0 };
  }
  if (input.ProvisionedThroughput) table.throughput = input.ProvisionedThroughput;
  if (input.SSESpecification) table.sse = sseDescription(state, input.SSESpecification);
  if (input.StreamSpecification) table.stream = streamOf(state, input.StreamSpecification);
  if (input.TableClass) table.tableClass = input.TableClass;
}

/**
 * Replicas are added or removed one by one; only a strongly consistent global table is made of all of its
 * replicas at once, and its consistency cannot be changed later.
 */
function startReplicaUpdates(
  state: DynamoDbState,
  table: Table,
  input: UpdateTableInput,
): readonly Promise<void>[] {
  const updates = input.ReplicaUpdates ?? [];
  const created = updates.flatMap(({ Create }) => (Create ? [Create.RegionName] : []));
  const deleted = updates.flatMap(({ Delete }) => (Delete ? [Delete.RegionName] : []));
  const witness = input.GlobalTableWitnessUpdates?.[0]?.Create?.RegionName;
  if (updates.length === 0 && !input.MultiRegionConsistency && !witness) return [];
  const consistency = input.MultiRegionConsistency ?? table.global?.consistency ?? 'EVENTUAL';
  if (input.MultiRegionConsistency && (created.length === 0 || table.global)) {
    throw validationError('MultiRegionConsistency can only be specified when creating a new global table');
  }
  if (consistency === 'STRONG') {
    if (table.global || deleted.length > 0) {
      throw validationError(
        'Replicas of a global table with multi-Region strong consistency cannot be changed',
      );
    }
    assertStrongReplicas(table, [state.region.name, ...created], witness);
  } else {
    if (witness) throw validationError('A witness requires multi-Region strong consistency');
    if (updates.length > 1) {
      throw validationError(
        'Only one replica can be created, updated or deleted in one UpdateTable operation',
      );
    }
    if (created.length > 0 && table.stream?.view !== 'NEW_AND_OLD_IMAGES') {
      table.stream = streamOf(state, { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' });
    }
  }
  if (created.length > 0 && !table.global) makeGlobal(state, table, consistency, witness);
  return [
    ...created.map((region) => addReplica(state, table, region)),
    ...deleted.map((region) => removeReplica(state, table, region)),
  ];
}
