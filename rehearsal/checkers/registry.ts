import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import type { World } from '../../simulator/world.ts';
import { readItem } from '../read-item.ts';
import { listAll } from './nothing-left.ts';

/** All that the fleet knows of a cluster, by its ARN. */
export interface Known {
  readonly isRegistered: boolean;
  /** Its operations. `startedAt` is ISO 8601. */
  readonly operations: readonly {
    readonly kind: string;
    readonly status: string;
    readonly startedAt: string;
  }[];
}

/** A stack that says of which cluster it is. */
export interface OwnStack {
  readonly name: string;
  readonly region: string;
  readonly cluster: string;
}

const CLUSTER_TAG = 'eks-fleet.dev/cluster';

/** Registered, or with an operation since the last deletion that succeeded: one that failed keeps what it has made. */
function isKnown({ isRegistered, operations }: Known): boolean {
  if (isRegistered) return true;
  const deletions = operations.filter(({ kind, status }) => kind === 'delete' && status === 'Succeeded');
  const deletedAt = deletions
    .map(({ startedAt }) => startedAt)
    .sort()
    .at(-1);
  return operations.some(({ startedAt }) => deletedAt === undefined || startedAt > deletedAt);
}

/** The stacks of ours that belong to a cluster of which the fleet knows nothing (any more). */
export function outsideOfRegistry(
  stacks: readonly OwnStack[],
  knownOf: (stack: OwnStack) => Known,
): readonly string[] {
  return stacks
    .filter((stack) => !isKnown(knownOf(stack)))
    .map(
      ({ name, region, cluster }) =>
        `stack ${name} of ${region} belongs to ${cluster}, which is outside of the registry`,
    );
}

interface Fleet {
  readonly regions: readonly string[];
  readonly stage: string;
  readonly accountId: string;
}

async function ownStacks(world: World, regions: readonly string[]): Promise<readonly OwnStack[]> {
  const found: OwnStack[] = [];
  for (const region of regions) {
    const stacks = (await listAll(world, region, {
      service: 'cloudformation',
      operation: 'DescribeStacks',
      list: 'Stacks',
    })) as readonly {
      readonly StackName: string;
      readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
    }[];
    for (const { StackName: name, Tags = [] } of stacks) {
      const cluster = Tags.find(({ Key }) => Key === CLUSTER_TAG)?.Value;
      if (cluster !== undefined) found.push({ name, region, cluster });
    }
  }
  return found;
}

/** Every resource of a cluster's is in a stack or in the cluster: a stack that nobody knows of would be left for ever. */
export async function registryFindings(
  world: World,
  { regions, stage, accountId }: Fleet,
): Promise<readonly string[]> {
  const registered = new Set<string>();
  const operations = new Map<string, Known['operations'][number][]>();
  const client = new DynamoDBClient({ region: regions[0] as string });
  for await (const { Items = [] } of paginateScan({ client }, { TableName: `eks-fleet-${stage}` })) {
    for (const item of Items) {
      const { pk, sk, ...record } = readItem(item);
      if (sk === 'cluster') registered.add(String(pk));
      else if (String(sk).startsWith('operation#'))
        operations.set(String(pk), [
          ...(operations.get(String(pk)) ?? []),
          record as Known['operations'][number],
        ]);
    }
  }
  return outsideOfRegistry(await ownStacks(world, regions), ({ cluster, region }) => {
    const key = `cluster#arn:aws:eks:${region}:${accountId}:cluster/${cluster}`;
    return { isRegistered: registered.has(key), operations: operations.get(key) ?? [] };
  });
}
