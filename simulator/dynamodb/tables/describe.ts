import { itemSize } from '../items/size.ts';
import type { DynamoDbState } from '../state.ts';
import { indexedAttributes, type SecondaryIndex, type Table } from './table.ts';

/** "Updated approximately every six hours" (SDK, TableDescription). */
const COUNT_INTERVAL_MS = 6 * 3600 * 1000;
/** Units that a new on-demand table can serve at once (developer guide, "Warm throughput"). */
const ON_DEMAND_WARM = { ReadUnitsPerSecond: 12_000, WriteUnitsPerSecond: 4_000 };

/** TableDescription as DescribeTable gives it; the answers of CreateTable and DeleteTable hold less. */
export function tableDescription(
  state: DynamoDbState,
  table: Table,
  extent: 'described' | 'created' | 'deleted' = 'described',
): Record<string, unknown> {
  const { counted } = table;
  const shape = {
    AttributeDefinitions: [...table.attributeTypes].map(([AttributeName, AttributeType]) => ({
      AttributeName,
      AttributeType,
    })),
    KeySchema: table.schema,
    CreationDateTime: new Date(table.createdAt),
    ...describedIndexes(table, extent),
  };
  return {
    TableName: table.name,
    TableArn: table.arn,
    TableId: table.id,
    TableStatus: table.status,
    ItemCount: counted.items,
    TableSizeBytes: counted.bytes,
    DeletionProtectionEnabled: table.deletionProtection,
    ProvisionedThroughput: { NumberOfDecreasesToday: 0, ...table.throughput },
    ...(extent !== 'deleted' && shape),
    ...(table.billingMode === 'PAY_PER_REQUEST' && {
      BillingModeSummary: {
        BillingMode: 'PAY_PER_REQUEST',
        ...(extent === 'described' &&
          table.onDemandSince !== undefined && {
            LastUpdateToPayPerRequestDateTime: new Date(table.onDemandSince),
          }),
      },
    }),
    ...(table.tableClass && { TableClassSummary: { TableClass: table.tableClass } }),
    ...(table.sse && { SSEDescription: table.sse }),
    ...(table.stream && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: table.stream.view },
      LatestStreamLabel: table.stream.label,
      LatestStreamArn: `${table.arn}/stream/${table.stream.label}`,
    }),
    ...(extent === 'described' && { WarmThroughput: warmThroughput(table, table.throughput) }),
    ...describedReplicas(state, table),
  };
}

function warmThroughput(table: Table, throughput: Table['throughput']): Record<string, unknown> {
  const units =
    table.billingMode === 'PAY_PER_REQUEST'
      ? ON_DEMAND_WARM
      : {
          ReadUnitsPerSecond: throughput.ReadCapacityUnits,
          WriteUnitsPerSecond: throughput.WriteCapacityUnits,
        };
  return { ...units, Status: 'ACTIVE' };
}

function describedIndexes(
  table: Table,
  extent: 'described' | 'created' | 'deleted',
): Record<string, unknown> {
  const of = (kind: SecondaryIndex['kind']): readonly Record<string, unknown>[] =>
    table.indexes
      .filter((index) => index.kind === kind)
      .map((index) => indexDescription(table, index, extent));
  const [locals, globals] = [of('local'), of('global')];
  return {
    ...(locals.length > 0 && { LocalSecondaryIndexes: locals }),
    ...(globals.length > 0 && { GlobalSecondaryIndexes: globals }),
  };
}

function indexDescription(
  table: Table,
  index: SecondaryIndex,
  extent: 'described' | 'created' | 'deleted',
): Record<string, unknown> {
  const images = table.counted.items === 0 ? [] : [...table.items.images()];
  const held = images
    .map((image) => indexedAttributes(table, index, image))
    .filter((item) => item !== undefined);
  const throughput = index.throughput ?? { ReadCapacityUnits: 0, WriteCapacityUnits: 0 };
  return {
    IndexName: index.name,
    IndexArn: `${table.arn}/index/${index.name}`,
    KeySchema: index.schema,
    Projection: index.projection,
    ItemCount: held.length,
    IndexSizeBytes: held.reduce((total, item) => total + itemSize(item), 0),
    ...(index.kind === 'global' && {
      IndexStatus: index.status,
      ProvisionedThroughput: { NumberOfDecreasesToday: 0, ...throughput },
      ...(index.status === 'CREATING' && extent === 'described' && { Backfilling: true }),
      ...(extent === 'described' && { WarmThroughput: warmThroughput(table, throughput) }),
    }),
  };
}

function describedReplicas(state: DynamoDbState, table: Table): Record<string, unknown> {
  const { global } = table;
  if (!global) return {};
  const others = [...global.replicas].filter(([region]) => region !== state.region.name);
  return {
    GlobalTableVersion: '2019.11.21',
    MultiRegionConsistency: global.consistency,
    Replicas: others.map(([RegionName, { status }]) => ({ RegionName, ReplicaStatus: status })),
    ...(global.witness && {
      GlobalTableWitnesses: [{ RegionName: global.witness, WitnessStatus: 'ACTIVE' }],
    }),
  };
}

/** Counts items anew if the last count is six hours old. */
export function refreshCount(state: DynamoDbState, table: Table): void {
  const now = state.region.kernel.now();
  if (now - table.counted.at < COUNT_INTERVAL_MS) return;
  let items = 0;
  let bytes = 0;
  for (const image of table.items.images()) {
    items++;
    bytes += itemSize(image);
  }
  table.counted = { at: now, items, bytes };
}
