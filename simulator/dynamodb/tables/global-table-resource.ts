import { isDeepStrictEqual } from 'node:util';
import { generatedName } from '../../cloudformation/resources/generated-name.ts';
import { refuseUnmodelledMembers } from '../../modelled-members.ts';
import type { Properties, ResourceContext, ResourceProvider } from '../../service.ts';
import { validationError } from '../errors.ts';
import { type DynamoDbState, namedTable } from '../state.ts';
import { createTable, type Tag } from './create.ts';
import type { TableDefinition } from './definition.ts';
import { addReplica, assertStrongReplicas, makeGlobal, removeReplica } from './global-tables.ts';
import { deleteTable } from './operations.ts';
import {
  authorizeAll,
  mergedTags,
  provisioned,
  type SseProperties,
  sseSpecification,
  typed,
  untilActive,
  untilGone,
} from './resource-properties.ts';
import {
  type PointInTimeRecoverySpecification,
  type TimeToLiveSpecification,
  updatePointInTimeRecovery,
  updateTimeToLive,
} from './settings.ts';
import type { Table } from './table.ts';

interface ReplicaProperties {
  readonly Region: string;
  readonly DeletionProtectionEnabled?: boolean;
  readonly PointInTimeRecoverySpecification?: PointInTimeRecoverySpecification;
  readonly TableClass?: string;
  readonly Tags?: readonly Tag[];
}

interface GlobalTableProperties extends Omit<TableDefinition, 'TableName'> {
  readonly TableName?: string;
  readonly Replicas: readonly ReplicaProperties[];
  readonly MultiRegionConsistency?: 'EVENTUAL' | 'STRONG';
  readonly GlobalTableWitnesses?: readonly { readonly Region: string }[];
  readonly SSESpecification?: SseProperties;
  readonly StreamSpecification?: { readonly StreamViewType: string };
  readonly TimeToLiveSpecification?: TimeToLiveSpecification;
}

const PROPERTIES = [
  'AttributeDefinitions',
  'BillingMode',
  'GlobalSecondaryIndexes',
  'GlobalTableWitnesses',
  'KeySchema',
  'LocalSecondaryIndexes',
  'MultiRegionConsistency',
  'Replicas',
  'SSESpecification',
  'StreamSpecification',
  'TableName',
  'TimeToLiveSpecification',
];
const REPLICA_PROPERTIES = [
  'DeletionProtectionEnabled',
  'PointInTimeRecoverySpecification',
  'Region',
  'TableClass',
  'Tags',
];

/**
 * AWS::DynamoDB::GlobalTable: one resource in one region's stack owns the replicas of all regions. Rules from
 * its reference: the stack's region is among the replicas, an update adds or removes one replica, the
 * consistency mode is set once.
 */
export function globalTableProvider(state: DynamoDbState): ResourceProvider {
  return {
    replacementProperties: ['TableName', 'KeySchema', 'LocalSecondaryIndexes'],
    create: async (properties, context) => {
      const given = read(state, properties);
      const table = await createGlobalTable(state, given, context);
      return provisioned(table);
    },
    update: async (physicalId, properties, previous, context) => {
      const table = namedTable(state, physicalId);
      await updateGlobalTable(state, table, read(state, properties), read(state, previous), context);
      return provisioned(table);
    },
    delete: async (physicalId, _properties, context) => {
      const table = state.tables.get(physicalId);
      if (!table) return;
      authorizeAll(context, table.arn, ['DeleteTable', 'DescribeTable']);
      const others = [...(table.global?.replicas.keys() ?? [])].filter((name) => name !== state.region.name);
      for (const name of others)
        authorizeAll(context, replicaArn(state, table, name), ['DeleteTableReplica']);
      await Promise.all(others.map((name) => removeReplica(state, table, name)));
      deleteTable(state, table);
      await untilGone(state, table);
    },
  };
}

function read(state: DynamoDbState, properties: Properties): GlobalTableProperties {
  const { kernel } = state.region;
  refuseUnmodelledMembers(kernel, 'AWS::DynamoDB::GlobalTable', properties, PROPERTIES);
  const given = typed(properties) as unknown as GlobalTableProperties;
  for (const replica of given.Replicas) {
    refuseUnmodelledMembers(
      kernel,
      'Replicas of AWS::DynamoDB::GlobalTable',
      { ...replica },
      REPLICA_PROPERTIES,
    );
  }
  return given;
}

const replicaArn = (state: DynamoDbState, table: { readonly name: string }, regionName: string): string =>
  state.region.arn('dynamodb', `table/${table.name}`, regionName);

function homeReplica(state: DynamoDbState, given: GlobalTableProperties): ReplicaProperties {
  const home = given.Replicas.find(({ Region }) => Region === state.region.name);
  if (!home) {
    throw validationError(
      `Invalid request provided: Replicas must include the region in which the stack is deployed: ${state.region.name}`,
    );
  }
  return home;
}

async function createGlobalTable(
  state: DynamoDbState,
  given: GlobalTableProperties,
  context: ResourceContext,
): Promise<Table> {
  const home = homeReplica(state, given);
  const others = given.Replicas.filter((replica) => replica !== home);
  const consistency = given.MultiRegionConsistency ?? 'EVENTUAL';
  const witness = given.GlobalTableWitnesses?.[0]?.Region;
  assertStreamForReplicas(given, consistency);
  const TableName = given.TableName ?? generatedName(state.region.kernel, context, 255);
  const arn = state.region.arn('dynamodb', `table/${TableName}`);
  authorizeAll(context, arn, [
    'CreateTable',
    'DescribeTable',
    ...(others.length > 0 ? ['CreateTableReplica'] : []),
  ]);
  const sse = sseSpecification(given.SSESpecification);
  const table = createTable(state, {
    TableName,
    AttributeDefinitions: given.AttributeDefinitions,
    KeySchema: given.KeySchema,
    ...(given.BillingMode && { BillingMode: given.BillingMode }),
    ...(given.GlobalSecondaryIndexes && { GlobalSecondaryIndexes: given.GlobalSecondaryIndexes }),
    ...(given.LocalSecondaryIndexes && { LocalSecondaryIndexes: given.LocalSecondaryIndexes }),
    ...(given.StreamSpecification && {
      StreamSpecification: { StreamEnabled: true, ...given.StreamSpecification },
    }),
    ...(sse && { SSESpecification: sse }),
    DeletionProtectionEnabled: home.DeletionProtectionEnabled ?? false,
    ...(home.TableClass && { TableClass: home.TableClass }),
    Tags: [...mergedTags(home.Tags, context)].map(([Key, Value]) => ({ Key, Value })),
  });
  if (consistency === 'STRONG') {
    assertOrForget(state, table, () =>
      assertStrongReplicas(
        table,
        given.Replicas.map(({ Region }) => Region),
        witness,
      ),
    );
  }
  await untilActive(state, table);
  if (others.length > 0) {
    makeGlobal(state, table, consistency, witness);
    await Promise.all(others.map((replica) => createReplica(state, table, replica, context)));
  }
  applyTimeToLive(state, table, given);
  for (const replica of given.Replicas) applyReplicaSettings(state, table, replica);
  return table;
}

/** A definition that is refused leaves no table behind. */
function assertOrForget(state: DynamoDbState, table: Table, assertion: () => void): void {
  try {
    assertion();
  } catch (error) {
    state.tables.delete(table.name);
    throw error;
  }
}

function assertStreamForReplicas(given: GlobalTableProperties, consistency: 'EVENTUAL' | 'STRONG'): void {
  if (consistency === 'STRONG' || given.Replicas.length < 2 || given.StreamSpecification) return;
  throw validationError(
    'StreamSpecification must be specified for a global table with more than one replica',
  );
}

function createReplica(
  state: DynamoDbState,
  table: Table,
  replica: ReplicaProperties,
  context: ResourceContext,
): Promise<void> {
  authorizeAll(context, replicaArn(state, table, replica.Region), ['CreateTable', 'CreateTableReplica']);
  return addReplica(state, table, replica.Region, {
    deletionProtection: replica.DeletionProtectionEnabled ?? false,
    tags: mergedTags(replica.Tags, context),
    tableClass: replica.TableClass,
  });
}

function applyTimeToLive(state: DynamoDbState, table: Table, given: GlobalTableProperties): void {
  const wanted = given.TimeToLiveSpecification ?? {
    AttributeName: table.timeToLive?.attribute ?? '',
    Enabled: false,
  };
  if (wanted.Enabled !== (table.timeToLive !== undefined)) updateTimeToLive(state, table, wanted);
}

function applyReplicaSettings(state: DynamoDbState, table: Table, replica: ReplicaProperties): void {
  const there =
    replica.Region === state.region.name ? table : table.global?.replicas.get(replica.Region)?.table;
  if (!there) return;
  there.deletionProtection = replica.DeletionProtectionEnabled ?? false;
  updatePointInTimeRecovery(
    state,
    there,
    replica.PointInTimeRecoverySpecification ?? { PointInTimeRecoveryEnabled: false },
  );
}

async function updateGlobalTable(
  state: DynamoDbState,
  table: Table,
  given: GlobalTableProperties,
  before: GlobalTableProperties,
  context: ResourceContext,
): Promise<void> {
  homeReplica(state, given);
  const regionsOf = (properties: GlobalTableProperties): readonly string[] =>
    properties.Replicas.map(({ Region }) => Region);
  const added = given.Replicas.filter(({ Region }) => !regionsOf(before).includes(Region));
  const removed = regionsOf(before).filter((name) => !regionsOf(given).includes(name));
  if (added.length + removed.length > 1) {
    throw validationError(
      'Update table operation failed: only one replica can be added or removed in each stack update',
    );
  }
  for (const name of ['MultiRegionConsistency', 'GlobalTableWitnesses'] as const) {
    if (!isDeepStrictEqual(given[name], before[name])) {
      throw validationError(`${name} of a global table cannot be changed after its creation`);
    }
  }
  for (const name of [
    'BillingMode',
    'GlobalSecondaryIndexes',
    'SSESpecification',
    'StreamSpecification',
  ] as const) {
    const isSame = isDeepStrictEqual(given[name], before[name]);
    refuseUnmodelledMembers(
      state.region.kernel,
      'an update of AWS::DynamoDB::GlobalTable',
      isSame ? {} : { [name]: true },
      [],
    );
  }
  if (table.global?.consistency === 'STRONG' && added.length + removed.length > 0) {
    throw validationError(
      'Replicas of a global table with multi-Region strong consistency cannot be changed',
    );
  }
  authorizeAll(context, table.arn, ['UpdateTable', 'DescribeTable']);
  assertStreamForReplicas(given, table.global?.consistency ?? 'EVENTUAL');
  if (added.length > 0 && !table.global) makeGlobal(state, table, 'EVENTUAL', undefined);
  for (const replica of added) await createReplica(state, table, replica, context);
  for (const name of removed) {
    authorizeAll(context, replicaArn(state, table, name), ['DeleteTableReplica']);
    await removeReplica(state, table, name);
  }
  applyTimeToLive(state, table, given);
  for (const replica of given.Replicas) applyReplicaSettings(state, table, replica);
}
