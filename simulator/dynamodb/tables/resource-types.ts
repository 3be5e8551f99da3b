import { isDeepStrictEqual } from 'node:util';
import { AwsError } from '../../aws-error.ts';
import { generatedName } from '../../cloudformation/resources/generated-name.ts';
import { refuseUnmodelledMembers } from '../../modelled-members.ts';
import type { Properties, ResourceContext, ResourceProvider } from '../../service.ts';
import { type DynamoDbState, namedTable } from '../state.ts';
import { type CreateTableInput, createTable } from './create.ts';
import { globalTableProvider } from './global-table-resource.ts';
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
import { startUpdate, type UpdateTableInput } from './update.ts';

/** Properties of AWS::DynamoDB::Table that are modelled; its reference has more. */
interface TableProperties
  extends Omit<CreateTableInput, 'SSESpecification' | 'TableName' | 'StreamSpecification'> {
  readonly TableName?: string;
  readonly PointInTimeRecoverySpecification?: PointInTimeRecoverySpecification;
  readonly SSESpecification?: SseProperties;
  readonly StreamSpecification?: { readonly StreamViewType: string };
  readonly TimeToLiveSpecification?: TimeToLiveSpecification;
}

const TABLE_PROPERTIES = [
  'AttributeDefinitions',
  'BillingMode',
  'DeletionProtectionEnabled',
  'GlobalSecondaryIndexes',
  'KeySchema',
  'LocalSecondaryIndexes',
  'PointInTimeRecoverySpecification',
  'ProvisionedThroughput',
  'SSESpecification',
  'StreamSpecification',
  'TableClass',
  'TableName',
  'Tags',
  'TimeToLiveSpecification',
];

export function resourceTypes(state: DynamoDbState): Readonly<Record<string, ResourceProvider>> {
  return {
    'AWS::DynamoDB::Table': tableProvider(state),
    'AWS::DynamoDB::GlobalTable': globalTableProvider(state),
  };
}

function tableProvider(state: DynamoDbState): ResourceProvider {
  const read = (properties: Properties): TableProperties => {
    refuseUnmodelledMembers(state.region.kernel, 'AWS::DynamoDB::Table', properties, TABLE_PROPERTIES);
    return typed(properties) as unknown as TableProperties;
  };
  return {
    replacementProperties: ['TableName', 'KeySchema', 'LocalSecondaryIndexes'],
    create: async (properties, context) => {
      const given = read(properties);
      const TableName = given.TableName ?? generatedName(state.region.kernel, context, 255);
      authorizeAll(context, state.region.arn('dynamodb', `table/${TableName}`), [
        'CreateTable',
        'DescribeTable',
      ]);
      const table = createTable(state, createInput(given, TableName, context));
      await untilActive(state, table);
      applyTimeToLive(state, table, given, context);
      applyRecovery(state, table, given, context);
      return provisioned(table);
    },
    update: async (physicalId, properties, previous, context) => {
      const table = namedTable(state, physicalId);
      const [given, before] = [read(properties), read(previous)];
      authorizeAll(context, table.arn, ['UpdateTable', 'DescribeTable']);
      await updateTable(state, table, given, before);
      if (!isDeepStrictEqual(given.TimeToLiveSpecification, before.TimeToLiveSpecification)) {
        applyTimeToLive(state, table, given, context);
      }
      applyRecovery(state, table, given, context);
      table.tags = mergedTags(given.Tags, context);
      return provisioned(table);
    },
    delete: async (physicalId, _properties, context) => {
      const table = state.tables.get(physicalId);
      if (!table) return;
      authorizeAll(context, table.arn, ['DeleteTable', 'DescribeTable']);
      deleteTable(state, table);
      await untilGone(state, table);
    },
  };
}

function createInput(given: TableProperties, TableName: string, context: ResourceContext): CreateTableInput {
  const {
    PointInTimeRecoverySpecification: _recovery,
    TimeToLiveSpecification: _timeToLive,
    SSESpecification,
    StreamSpecification,
    ...rest
  } = given;
  const sse = sseSpecification(SSESpecification);
  return {
    ...rest,
    TableName,
    Tags: [...mergedTags(given.Tags, context)].map(([Key, Value]) => ({ Key, Value })),
    ...(sse && { SSESpecification: sse }),
    ...(StreamSpecification && { StreamSpecification: { StreamEnabled: true, ...StreamSpecification } }),
  };
}

function applyTimeToLive(
  state: DynamoDbState,
  table: Table,
  { TimeToLiveSpecification }: TableProperties,
  context: ResourceContext,
): void {
  const wanted = TimeToLiveSpecification ?? {
    AttributeName: table.timeToLive?.attribute ?? '',
    Enabled: false,
  };
  if (wanted.Enabled === (table.timeToLive !== undefined)) return;
  authorizeAll(context, table.arn, ['UpdateTimeToLive']);
  updateTimeToLive(state, table, wanted);
}

function applyRecovery(
  state: DynamoDbState,
  table: Table,
  { PointInTimeRecoverySpecification }: TableProperties,
  context: ResourceContext,
): void {
  if (!PointInTimeRecoverySpecification && !table.pointInTimeRecovery) return;
  authorizeAll(context, table.arn, ['UpdateContinuousBackups']);
  updatePointInTimeRecovery(
    state,
    table,
    PointInTimeRecoverySpecification ?? { PointInTimeRecoveryEnabled: false },
  );
}

/** Sends the settings that changed in one call of UpdateTable; indexes are changed one after the other. */
async function updateTable(
  state: DynamoDbState,
  table: Table,
  given: TableProperties,
  before: TableProperties,
): Promise<void> {
  const changed = <K extends keyof TableProperties>(name: K): boolean =>
    !isDeepStrictEqual(given[name], before[name]);
  const input: UpdateTableInput = {
    TableName: table.name,
    ...(changed('BillingMode') && { BillingMode: given.BillingMode ?? 'PROVISIONED' }),
    ...((changed('ProvisionedThroughput') || changed('BillingMode')) &&
      given.ProvisionedThroughput && { ProvisionedThroughput: given.ProvisionedThroughput }),
    ...(changed('DeletionProtectionEnabled') && {
      DeletionProtectionEnabled: given.DeletionProtectionEnabled ?? false,
    }),
    ...(changed('SSESpecification') && {
      SSESpecification: sseSpecification(given.SSESpecification) ?? { Enabled: false },
    }),
    ...(changed('TableClass') && { TableClass: given.TableClass ?? 'STANDARD' }),
    ...(changed('StreamSpecification') && {
      StreamSpecification: given.StreamSpecification
        ? { StreamEnabled: true, ...given.StreamSpecification }
        : { StreamEnabled: false },
    }),
  };
  if (Object.keys(input).length > 1) await startUpdate(state, table, input);
  await updateIndexes(state, table, given, before);
}

async function updateIndexes(
  state: DynamoDbState,
  table: Table,
  given: TableProperties,
  before: TableProperties,
): Promise<void> {
  const [wanted, had] = [given.GlobalSecondaryIndexes ?? [], before.GlobalSecondaryIndexes ?? []];
  const added = wanted.filter(({ IndexName }) => !had.some((index) => index.IndexName === IndexName));
  const removed = had.filter(({ IndexName }) => !wanted.some((index) => index.IndexName === IndexName));
  const altered = wanted.find((index) => {
    const old = had.find(({ IndexName }) => IndexName === index.IndexName);
    return old && !isDeepStrictEqual([old.KeySchema, old.Projection], [index.KeySchema, index.Projection]);
  });
  if (altered) {
    throw new AwsError(
      'ValidationException',
      "Cannot update GSI's properties other than Provisioned Throughput and Contributor Insights Specification. You can create a new GSI with a different name.",
    );
  }
  if (added.length + removed.length > 1) {
    throw new AwsError(
      'ValidationException',
      'Cannot perform more than one GSI creation or deletion in a single update',
    );
  }
  const update = added[0]
    ? { Create: added[0] }
    : removed[0] && { Delete: { IndexName: removed[0].IndexName } };
  if (!update) return;
  await startUpdate(state, table, {
    TableName: table.name,
    AttributeDefinitions: given.AttributeDefinitions,
    GlobalSecondaryIndexUpdates: [update],
  });
}
