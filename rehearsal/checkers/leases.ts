import type { CallFacts } from '../../simulator/fault.ts';

interface HeldLease {
  readonly epoch: number;
  readonly operationId: string;
  readonly kind: string;
}

type Attribute = {
  readonly S?: string;
  readonly N?: string;
  readonly M?: Readonly<Record<string, Attribute>>;
};
type Item = Readonly<Record<string, Attribute>>;

/** Services through which a cluster is changed. */
const CHANGING: readonly string[] = ['eks', 'cloudformation', 'kubernetes'];

/** The cluster that a changing call is about, where its input says so. */
function clusterOf({ service, input }: CallFacts): string | undefined {
  if (service === 'eks' || service === 'kubernetes') {
    const name = input.clusterName ?? input.name;
    if (typeof name === 'string') return name;
    return /:(?:cluster|nodegroup|addon|fargateprofile|access-entry|podidentityassociation|capability)\/([^/]+)/.exec(
      String(input.resourceArn ?? ''),
    )?.[1];
  }
  const tags = input.Tags as readonly { readonly Key: string; readonly Value: string }[] | undefined;
  return tags?.find(({ Key }) => Key === 'eks-fleet.dev/cluster')?.Value;
}

/** A review of what the caller may do is made, and kept nowhere. */
const IS_READ = /^(Get|Describe|List|CreateSelfsubjectaccessreviews$)/;

/** A function is of one kind of operation; those of access work for every kind that lets the fleet into a cluster. */
const mayChange = (functionName: string, kind: string): boolean =>
  functionName.includes(`-${kind}`) ||
  (functionName.includes('-access') && ['create', 'adopt', 'release'].includes(kind));

/**
 * Watches every call that functions make, and says where the rules of leases are broken (DESIGN, "Leases"):
 * epochs only rise, nothing is changed without a lease, and only by the kind of operation that holds it. It
 * follows the lease table from the writes to it, and never asks the product.
 */
export class LeaseChecker {
  readonly violations: string[] = [];
  readonly #epochs = new Map<string, number>();
  readonly #held = new Map<string, HeldLease>();

  /** Called with every call that functions make. */
  observe(call: CallFacts, moment: 'begun' | 'done'): void {
    if (moment === 'done') this.#settle(call);
    else this.#judge(call);
  }

  /** What is still held once everything has ended. */
  leftHeld(): readonly string[] {
    return [...this.#held].map(
      ([cluster, { kind }]) => `the lease of ${cluster} is still held by an operation of kind ${kind}`,
    );
  }

  #judge(call: CallFacts): void {
    if (!CHANGING.includes(call.service)) return;
    if (call.functionName === undefined || IS_READ.test(call.operation)) return;
    const cluster = clusterOf(call);
    if (cluster === undefined) return;
    const lease = this.#held.get(`${call.region}/${cluster}`);
    const what = `${call.functionName} called ${call.operation} on ${call.region}/${cluster}`;
    if (!lease) this.violations.push(`${what} while nobody held its lease`);
    else if (!mayChange(call.functionName, lease.kind)) {
      this.violations.push(`${what} while an operation of kind ${lease.kind} held its lease`);
    }
  }

  /** What a call has written, after it succeeded. */
  #settle(call: CallFacts): void {
    if (call.service !== 'dynamodb') return;
    if (call.operation === 'TransactWriteItems') {
      for (const { Put } of (call.input.TransactItems ?? []) as readonly {
        readonly Put?: { readonly Item: Item };
      }[]) {
        if (Put?.Item.pk?.S?.startsWith('lease#')) this.#taken(call.region, Put.Item);
      }
    }
    const key = call.input.Key as Item | undefined;
    const isRelease =
      call.operation === 'UpdateItem' && /REMOVE holder/.test(String(call.input.UpdateExpression));
    if (isRelease && key?.pk?.S) this.#held.delete(`${call.region}/${nameIn(key.pk.S)}`);
  }

  #taken(region: string, item: Item): void {
    const cluster = `${region}/${nameIn(item.pk?.S ?? '')}`;
    const epoch = Number(item.epoch?.N);
    const before = this.#epochs.get(cluster) ?? 0;
    const operationId = item.holder?.M?.operationId?.S ?? 'unknown';
    // A transaction that is repeated under its own token is answered again, and written once.
    const isRepeat = this.#held.get(cluster)?.operationId === operationId && epoch === before;
    if (epoch <= before && !isRepeat)
      this.violations.push(`the epoch of ${cluster} went from ${before} to ${epoch}`);
    this.#epochs.set(cluster, epoch);
    this.#held.set(cluster, { epoch, operationId, kind: item.holder?.M?.kind?.S ?? 'unknown' });
  }
}

const nameIn = (key: string): string => key.split(':cluster/')[1] ?? key;
