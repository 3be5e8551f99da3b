import type { CallFacts } from '../../../simulator/fault.ts';
import { clusterOf, mayChangeCluster } from '../call-of-cluster.ts';

interface HeldLease {
  readonly epoch: number;
  operationId: string;
  readonly kind: string;
  readonly takenAtMs: number;
  /** True where another operation had it until then. */
  readonly isTakenOver: boolean;
  /** True where its operation, or one beside it, has changed the cluster by now. */
  hasChanged: boolean;
  /** Operations that hold it beside, by their parts. */
  readonly beside: Map<string, string>;
}

/** No task outlives this (ADR 2): so long may a former owner's last change go on. */
const FENCE_MS = 30_000;

/** The operation that a task was given, where it was given one. */
function operationOf({ invokedWith }: CallFacts): string | undefined {
  const given = invokedWith as { readonly operation?: { readonly id?: unknown } } | undefined;
  return typeof given?.operation?.id === 'string' ? given.operation.id : undefined;
}

type Attribute = {
  readonly S?: string;
  readonly N?: string;
  readonly M?: Readonly<Record<string, Attribute>>;
};
type Item = Readonly<Record<string, Attribute>>;
interface Updated {
  readonly Key?: Item;
  readonly UpdateExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Item;
}

/**
 * A function is of one kind of operation. Those of access work for every kind that lets the fleet into a cluster, or
 * takes away its traces.
 */
const mayChange = (functionName: string, kind: string): boolean =>
  functionName.includes(`-${kind}`) ||
  (functionName.includes('-access') && ['create', 'adopt', 'release', 'scale'].includes(kind));

/**
 * Watches every call that functions make, and says where the rules of leases are broken (ADR 2): epochs only rise,
 * nothing is changed without a lease, and a cluster has one writer, the operation that holds it. A former owner's
 * last change may still be on its way when the lease is gone: a task checks right before it changes, so a change that
 * began under its lease may end after it; who takes a lease over from a holder waits that long. It follows the lease table from the writes to it, and never asks the
 * product.
 */
export class LeaseChecker {
  readonly violations: string[] = [];
  readonly #epochs = new Map<string, number>();
  readonly #held = new Map<string, HeldLease>();
  /** The former holders of leases that nobody has now, and until when, by cluster. */
  readonly #freed = new Map<
    string,
    { readonly operationId: string; readonly atMs: number; readonly isShared: boolean }
  >();
  /** The invocations that have called anything while their operation held its lease, by their events. */
  readonly #begunHeld = new WeakSet<object>();
  /** Tokens of transactions that were carried out. */
  readonly #tokens = new Set<string>();
  readonly #now: () => number;

  /** `now` answers milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Called with every call that functions make. */
  observe(call: CallFacts, moment: 'begun' | 'done'): void {
    if (moment === 'done') {
      this.#settle(call);
      return;
    }
    this.#note(call);
    this.#judge(call);
  }

  /** Leases still held once everything has ended. */
  leftHeld(): readonly string[] {
    return [...this.#held].map(
      ([cluster, { kind }]) => `the lease of ${cluster} is still held by an operation of kind ${kind}`,
    );
  }

  /** Keeps that an invocation had begun while its operation held the lease. */
  #note(call: CallFacts): void {
    const { invokedWith } = call as {
      readonly invokedWith?: { readonly operation?: { readonly cluster?: { readonly name?: string } } };
    };
    const name = invokedWith?.operation?.cluster?.name;
    if (invokedWith === undefined || name === undefined || this.#begunHeld.has(invokedWith)) return;
    const lease = this.#held.get(`${call.region}/${name}`);
    if (lease && holds(lease, operationOf(call))) this.#begunHeld.add(invokedWith);
  }

  #judge(call: CallFacts): void {
    if (call.functionName === undefined || !mayChangeCluster(call)) return;
    const cluster = clusterOf(call);
    if (cluster === undefined) return;
    const lease = this.#held.get(`${call.region}/${cluster}`);
    const what = `${call.functionName} called ${call.operation} on ${call.region}/${cluster}`;
    const operation = operationOf(call);
    const freed = this.#freed.get(`${call.region}/${cluster}`);
    const isLast =
      freed !== undefined &&
      freed.operationId === operation &&
      this.#now() - freed.atMs <= FENCE_MS &&
      this.#begunHeld.has(call.invokedWith as object);
    if (!lease) {
      if (!isLast) this.violations.push(`${what} while nobody held its lease`);
      return;
    }
    // Who left a lease that others have had beside it is followed by no new epoch.
    if (isLast && freed.isShared) return;
    const isOwner =
      operation === undefined ? mayChange(call.functionName, lease.kind) : holds(lease, operation);
    if (isOwner) {
      if (!lease.hasChanged && lease.isTakenOver) this.#judgeFence(what, lease);
      lease.hasChanged = true;
    } else if (lease.hasChanged || this.#now() - lease.takenAtMs > FENCE_MS)
      this.violations.push(
        `${what} for operation ${operation} while operation ${lease.operationId} (${lease.kind}) held its lease`,
      );
  }

  #judgeFence(what: string, { operationId, takenAtMs }: HeldLease): void {
    const waitedMs = this.#now() - takenAtMs;
    if (waitedMs < FENCE_MS)
      this.violations.push(
        `${what} for operation ${operationId} ${waitedMs / 1000} s after it took the lease over: a task of the former owner may still be at work`,
      );
  }

  /** Leases that a call has taken or freed, after it succeeded. */
  #settle(call: CallFacts): void {
    if (call.service !== 'dynamodb') return;
    if (call.operation === 'TransactWriteItems') {
      // One that is repeated under its own token is answered again: by then the lease may be another's.
      const { ClientRequestToken: token } = call.input as { readonly ClientRequestToken?: string };
      if (token !== undefined && this.#tokens.has(token)) return;
      if (token !== undefined) this.#tokens.add(token);
      for (const { Put, Update } of (call.input.TransactItems ?? []) as readonly {
        readonly Put?: { readonly Item: Item };
        readonly Update?: Updated;
      }[]) {
        if (Put?.Item.pk?.S?.startsWith('lease#')) this.#taken(call.region, Put.Item);
        if (Update) this.#updated(call.region, Update);
      }
    }
    if (call.operation === 'UpdateItem') this.#updated(call.region, call.input);
  }

  #updated(region: string, updated: Updated): void {
    const { Key, UpdateExpression, ExpressionAttributeValues } = updated;
    if (Key?.pk?.S?.startsWith('lease#')) this.#shared(`${region}/${nameIn(Key.pk.S)}`, updated);
    const isRelease = /REMOVE holder/.test(String(UpdateExpression));
    const epoch = ExpressionAttributeValues?.[':epoch']?.N;
    if (isRelease && Key?.pk?.S)
      this.#free(`${region}/${nameIn(Key.pk.S)}`, epoch === undefined ? undefined : Number(epoch));
  }

  /** Operations that have come to hold a lease beside its holder, or have left it to others. */
  #shared(
    cluster: string,
    { UpdateExpression = '', ExpressionAttributeNames, ExpressionAttributeValues = {} }: Updated,
  ): void {
    const held = this.#held.get(cluster);
    const part = ExpressionAttributeNames?.['#part'];
    if (!held || part === undefined) return;
    const left = ExpressionAttributeValues[':id']?.S ?? '';
    const { ':own': own, ':next': next } = ExpressionAttributeValues;
    if (own) held.beside.set(part, own.M?.operationId?.S ?? 'unknown');
    if (!/REMOVE beside/.test(UpdateExpression)) return;
    held.beside.delete(part);
    if (next) held.operationId = next.M?.operationId?.S ?? 'unknown';
    this.#freed.set(cluster, { operationId: left, atMs: this.#now(), isShared: true });
  }

  #free(cluster: string, epoch: number | undefined): void {
    const held = this.#held.get(cluster);
    if (held && epoch !== undefined && held.epoch !== epoch)
      this.violations.push(
        `the lease of ${cluster}, which operation ${held.operationId} (${held.kind}) held in epoch ${held.epoch}, was freed by one of epoch ${epoch}`,
      );
    if (held && held.beside.size > 0)
      this.violations.push(
        `the lease of ${cluster} was freed while operations held it beside: ${[...held.beside.values()].join(', ')}`,
      );
    if (held) this.#freed.set(cluster, { operationId: held.operationId, atMs: this.#now(), isShared: false });
    this.#held.delete(cluster);
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
    if (isRepeat) return;
    const kind = item.holder?.M?.kind?.S ?? 'unknown';
    const isTakenOver = this.#held.has(cluster);
    this.#held.set(cluster, {
      epoch,
      operationId,
      kind,
      takenAtMs: this.#now(),
      isTakenOver,
      hasChanged: false,
      beside: new Map(),
    });
  }
}

const holds = (lease: HeldLease, operation: string | undefined): boolean =>
  lease.operationId === operation || [...lease.beside.values()].some((id) => id === operation);

const nameIn = (key: string): string => key.split(':cluster/')[1] ?? key;
