import type { Checker, Watched } from '../../../rehearsal/checkers/checker.ts';
import { Ledger } from '../../../rehearsal/checkers/ledger.ts';
import { AwsError } from '../../../simulator/aws-error.ts';
import type { CallFacts, TakenEvent } from '../../../simulator/fault.ts';
import type { World } from '../../../simulator/world.ts';

export const region = 'us-east-1';
export const arn = `arn:aws:eks:${region}:111122223333:cluster/web`;
const cluster = { name: 'web', region, arn };

/**
 * The answers of a stand-in world's services, by `service:operation`; a call without one is refused as AWS refuses a
 * resource that is not there.
 */
export type Has = Record<string, (input: Record<string, unknown>) => unknown>;

interface Inside {
  readonly version: string;
  readonly nodes: readonly unknown[];
  readonly pods?: readonly unknown[];
  readonly budgets?: readonly unknown[];
  readonly pools?: readonly unknown[];
  readonly deployments?: readonly unknown[];
}

/** A stand-in world; who listens to its name servers is kept in the set. */
export function worldOf(has: Has, listeners: Set<() => void>): World {
  const operations = (service: string) =>
    new Proxy(
      {},
      {
        get: (_, operation) => (input: Record<string, unknown>) => {
          const answer = has[`${service}:${String(operation)}`]?.(input);
          if (answer === undefined) throw new AwsError('ResourceNotFoundException', 'not there');
          return answer;
        },
      },
    );
  // The inside of clusters: what `inCluster` answers, with its nodes as Kubernetes has them.
  const inside = (cluster?: string) => has.inCluster?.({ cluster }) as Inside | undefined;
  const listed = (cluster: string, { plural }: { readonly plural: string }): readonly unknown[] => {
    const { nodes = [], pods = [], budgets = [], pools = [], deployments = [] } = inside(cluster) ?? {};
    const known: Record<string, readonly unknown[]> = {
      nodes,
      pods,
      poddisruptionbudgets: budgets,
      nodepools: pools,
      deployments,
    };
    return known[plural] ?? [];
  };
  const inCluster = {
    hasCluster: () => has.inCluster !== undefined,
    version: () => inside()?.version,
    kubernetes: (cluster: string) => ({
      store: { list: (type: { readonly plural: string }) => listed(cluster, type) },
    }),
  };
  const sites = {
    answersOf: (url: string) => has[`site:${url}`]?.({}) ?? [],
    nameAt: (address: string) => has[`at:${address}`]?.({}),
    servedShare: (hostname: string) => has[`served:${hostname}`]?.({}) ?? 0,
  };
  const internet = {
    answer: (hostname: string) => has[`site:${hostname}`]?.({}) ?? 'unreachable',
  };
  const dns = {
    nameServers: { resolve: (name: string) => has[`dns:${name}`]?.({}) },
    onChange: (listener: () => void) => listeners.add(listener),
  };
  const service = (name: string) => ({
    operations: operations(name),
    inCluster,
    state: has[`${name}:state`]?.({}),
  });
  return {
    accountId: '111122223333',
    sites,
    internet,
    dns,
    clients: has.clients?.({}) ?? [],
    region: () => ({ service }),
    regionNames: () => [region],
    iam: () => ({ state: has['iam:state']?.({}) }),
    evaluate: (caller: object, authorization: object) => has['iam:evaluate']?.({ caller, authorization }),
  } as unknown as World;
}

export interface Making {
  readonly functionName?: string;
  /** The operation that the function works for. */
  readonly for?: string;
  readonly output?: unknown;
  readonly region?: string;
  readonly invocation?: string;
  /** The step of an upgrade that the function is about. */
  readonly step?: { readonly key: string; readonly kind?: string; readonly to?: string };
}

/** A checker beside a ledger, and short words for the calls and facts that it may see. */
export function watch<One extends Checker>(
  make: (watched: Watched) => One,
  { has = {}, isFollowed = true }: { readonly has?: Has; readonly isFollowed?: boolean } = {},
) {
  let nowMs = 0;
  const ledger = new Ledger(() => nowMs);
  const listeners = new Set<() => void>();
  const checker = make({ now: () => nowMs, world: () => worldOf(has, listeners), ledger, isFollowed });
  const events = new Map<string, object>();
  const given = (invocation: string, id: string, step?: Making['step']): object => {
    const key = `${invocation} ${id}`;
    const known = events.get(key) ?? { operation: { id, epoch: 1, cluster }, ...(step ? { step } : {}) };
    events.set(key, known);
    return known;
  };
  const call = (service: string, operation: string, input: object, by: Making = {}): CallFacts => {
    const { functionName = 'eks-fleet-prod-createApplyAddon', for: id, invocation = 'i1' } = by;
    return {
      region: by.region ?? region,
      service,
      operation,
      input: input as CallFacts['input'],
      caller: { kind: 'administrator', arn: 'tests', accountId: '111122223333' },
      functionName: functionName === '' ? undefined : functionName,
      ...(functionName === '' ? {} : { invocation, invokedWith: id ? given(invocation, id, by.step) : {} }),
    };
  };
  const made = (service: string, operation: string, input: object, by: Making = {}): void => {
    const facts = call(service, operation, input, by);
    checker.observe?.(facts, 'begun');
    ledger.observe(facts, 'done');
    checker.observe?.(facts, 'done', by.output);
  };
  const take = (detailType: string, detail: object, of = region): void => {
    const event: TakenEvent = {
      region: of,
      bus: 'eks-fleet-prod',
      source: 'eks-fleet',
      detailType,
      detail: detail as TakenEvent['detail'],
      isForwarded: false,
    };
    ledger.heard(event);
    checker.heard?.(event);
  };
  return {
    checker,
    call,
    made,
    take,
    at: (seconds: number) => {
      nowMs = seconds * 1000;
    },
    /** Name servers may answer otherwise than before. */
    answersChange: () => {
      for (const listener of listeners) listener();
    },
    fault: (fault: string, more: object = {}) =>
      checker.read?.({ at: nowMs, kind: 'fault', region, fault, ...more }),
    /** An entry of the trace, `after` so many seconds. */
    traced: (kind: string, more: object, after = nowMs / 1000) =>
      checker.read?.({ at: after * 1000, kind, region, ...more }),
    /** A request whose claim DynamoDB takes on. */
    claimed: (id: string, kind: string, detailType: string, detail: object = {}) => {
      take(detailType, { requestId: `r-${id}`, cluster: 'web', ...detail });
      made(
        'dynamodb',
        'TransactWriteItems',
        {
          TransactItems: [
            { Put: { TableName: 'eks-fleet-prod-leases', Item: { pk: { S: `claim#r-${id}` } } } },
            {
              Put: {
                TableName: 'eks-fleet-prod',
                Item: {
                  pk: { S: `cluster#${arn}` },
                  sk: { S: `operation#${id}` },
                  id: { S: id },
                  kind: { S: kind },
                  status: { S: 'Running' },
                  executionArn: { S: `arn:of:${id}` },
                  cluster: { S: JSON.stringify(cluster) },
                },
              },
            },
          ],
        },
        { functionName: 'eks-fleet-prod-acceptRequest' },
      );
    },
    /** The last look of a creation at its cluster, before it tells of its success. */
    verified: (id: string, status = 'ACTIVE') =>
      made(
        'eks',
        'DescribeCluster',
        { name: 'web' },
        { for: id, functionName: 'eks-fleet-prod-createVerifyCluster', output: { cluster: { status } } },
      ),
    ended: (id: string, status: string, failure?: object) =>
      made('dynamodb', 'UpdateItem', {
        TableName: 'eks-fleet-prod',
        Key: { pk: { S: `cluster#${arn}` }, sk: { S: `operation#${id}` } },
        UpdateExpression: 'SET #status = :status, endedAt = :at, failure = :failure',
        ExpressionAttributeValues: {
          ':status': { S: status },
          ...(failure ? { ':failure': { S: JSON.stringify(failure) } } : {}),
        },
      }),
    told: (id: string, detailType: string, detail: object = {}) =>
      take(detailType, { operationId: id, cluster, ...detail }),
    /** The findings, once looks that are under way have ended. */
    found: async (): Promise<readonly string[]> => {
      await checker.ended?.();
      await checker.afterwards?.();
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
      return checker.findings();
    },
  };
}
