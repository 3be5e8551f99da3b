import type { Properties, Provisioned, ResourceContext } from '../../service.ts';
import type { DynamoDbState } from '../state.ts';
import type { SseSpecification, Tag } from './create.ts';
import type { Table } from './table.ts';

export interface SseProperties {
  readonly SSEEnabled: boolean;
  readonly SSEType?: string;
  readonly KMSMasterKeyId?: string;
}

/** The time between the resource handlers' looks whether a table is ACTIVE, or gone. */
const POLL_MS = 1000;

export async function untilActive(state: DynamoDbState, table: Table): Promise<void> {
  while (table.status !== 'ACTIVE') await state.region.kernel.sleep(POLL_MS);
}

export async function untilGone(state: DynamoDbState, table: Table): Promise<void> {
  while (state.tables.get(table.name) === table) await state.region.kernel.sleep(POLL_MS);
}

export function sseSpecification(sse: SseProperties | undefined): SseSpecification | undefined {
  if (!sse) return undefined;
  const { SSEEnabled, ...rest } = sse;
  return { Enabled: SSEEnabled, ...rest };
}

/** CloudFormation has texts for numbers and booleans; the service has not. */
export function typed(properties: Properties): Properties {
  const convert = (value: unknown, name: string): unknown => {
    if (Array.isArray(value)) return value.map((each) => convert(each, ''));
    if (value !== null && typeof value === 'object') {
      return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, convert(held, key)]));
    }
    if (value === 'true' || value === 'false') return /Enabled$/.test(name) ? value === 'true' : value;
    return /Units$|InDays$/.test(name) ? Number(value) : value;
  };
  return convert(properties, '') as Properties;
}

export function mergedTags(tags: readonly Tag[] | undefined, context: ResourceContext): Map<string, string> {
  return new Map([
    ...Object.entries(context.tags),
    ...(tags ?? []).map(({ Key, Value }) => [Key, Value] as const),
  ]);
}

export function provisioned(table: Table): Provisioned {
  return {
    physicalId: table.name,
    attributes: {
      Arn: table.arn,
      TableId: table.id,
      ...(table.stream && { StreamArn: `${table.arn}/stream/${table.stream.label}` }),
    },
  };
}

/** Asks IAM for each action on the table, as the permissions of the type's handlers list them. */
export function authorizeAll(context: ResourceContext, arn: string, actions: readonly string[]): void {
  for (const action of actions) context.authorize({ action: `dynamodb:${action}`, resource: arn });
}
