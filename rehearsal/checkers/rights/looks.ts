import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { CallFacts } from '../../../simulator/fault.ts';
import { isRead } from '../../is-read.ts';
import type { Checker, Watched } from '../checker.ts';
import { exceptionOf } from './looks-exceptions.ts';
import { holdsChanges } from './pauses.ts';

type Item = Readonly<Record<string, AttributeValue>>;
interface Get {
  readonly Key?: Item;
  readonly ConsistentRead?: boolean;
}
interface Holder {
  /** Its operation, and those that hold it beside. */
  readonly ids: readonly (string | undefined)[];
  readonly epoch: number;
}

/** A look of an invocation at who may act: its last. */
interface Look {
  readonly atMs: number;
  /** The holders of leases, by their keys; a lease that was looked at and is free is undefined. */
  readonly leases: ReadonlyMap<string, Holder | undefined>;
  /** True where pauses held anything, by their keys. */
  readonly pauses: ReadonlyMap<string, boolean>;
  /** The calls that it has made since. */
  readonly since: string[];
}

interface OperationGiven {
  readonly id: string;
  readonly epoch?: number;
  readonly cluster: { readonly name: string; readonly arn: string };
}

/** No task lives longer (ADR 2): a look that is older is none of this invocation's. */
const OLDEST_LOOK_MS = 30_000;
const FORWARDER = /-forwarder-/;
/** Calls by which a change inside of a cluster is made: the session that signs its token, and reads there. */
const INSIDE = /^(kubernetes:|sts:AssumeRole$)/;

const nameOf = ({ service, operation }: CallFacts): string => `${service}:${operation}`;

/**
 * The items of a strongly consistent read, by their keys; a transaction always is one (DynamoDB guide,
 * "TransactGetItems").
 */
function strongReads(
  { service, operation, input }: CallFacts,
  output: unknown,
): readonly (readonly [string, Item | undefined])[] {
  if (service !== 'dynamodb') return [];
  const keyOf = (get: Get | undefined): string => get?.Key?.pk?.S ?? '';
  if (operation === 'GetItem')
    return (input as Get).ConsistentRead === true
      ? [[keyOf(input as Get), (output as { readonly Item?: Item }).Item]]
      : [];
  if (operation !== 'TransactGetItems') return [];
  const { TransactItems } = input as { readonly TransactItems: readonly { readonly Get?: Get }[] };
  const { Responses = [] } = output as { readonly Responses?: readonly { readonly Item?: Item }[] };
  return TransactItems.map(({ Get }, index) => [keyOf(Get), Responses[index]?.Item] as const);
}

function holderIn(item: Item | undefined): Holder | undefined {
  const id = item?.holder?.M?.operationId?.S;
  const beside = Object.values(item?.beside?.M ?? {}).map((entry) => entry.M?.operationId?.S);
  return id === undefined ? undefined : { ids: [id, ...beside], epoch: Number(item?.epoch?.N) };
}

/**
 * Every change that a function makes comes right after a look of the same invocation at lease and pauses, strongly
 * consistent, that allowed it (ADR 2, ADR 15). Between the two there may be only the change itself, its repeats, and
 * the calls that a change inside of a cluster needs. A forwarder looks at nothing itself: it changes for a task that
 * has just looked. Calls that need no look are in `looks-exceptions.ts`.
 */
export class LookChecker implements Checker {
  readonly checked = ['every change comes right after a look at lease and pauses that allows it'];
  readonly #watched: Watched;
  readonly #violations = new Set<string>();
  /** By the event of the invocation: one that is tried again may have the same. */
  readonly #looks = new WeakMap<object, { readonly invocation: string; look: Look }>();
  /** The last look of any task of an operation. */
  readonly #ofOperation = new Map<string, Look>();

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  findings(): readonly string[] {
    return [...this.#violations];
  }

  observe(call: CallFacts, moment: 'begun' | 'done', output?: unknown): void {
    const { functionName, invocation, invokedWith } = call;
    if (functionName === undefined || invocation === undefined) return;
    if (typeof invokedWith !== 'object' || invokedWith === null) return;
    if (moment === 'done') {
      this.#look(call, invocation, invokedWith, output);
      return;
    }
    this.#judge(call, functionName);
    this.#lookOf(call)?.since.push(nameOf(call));
  }

  #lookOf({ invocation, invokedWith }: CallFacts): Look | undefined {
    const found = this.#looks.get(invokedWith as object);
    return found && found.invocation === invocation ? found.look : undefined;
  }

  #look(call: CallFacts, invocation: string, event: object, output: unknown): void {
    const read = strongReads(call, output);
    const leases = read.filter(([key]) => key.startsWith('lease#'));
    const pauses = read.filter(([key]) => key.startsWith('pause#'));
    if (leases.length + pauses.length === 0) return;
    const look: Look = {
      atMs: this.#watched.now(),
      leases: new Map(leases.map(([key, item]) => [key, holderIn(item)])),
      pauses: new Map(pauses.map(([key, item]) => [key, holdsChanges(item)])),
      since: [],
    };
    this.#looks.set(event, { invocation, look });
    const { operation } = event as { readonly operation?: OperationGiven };
    if (operation) this.#ofOperation.set(operation.id, look);
  }

  #judge(call: CallFacts, functionName: string): void {
    if (isRead(call.operation) || call.operation === 'TransactGetItems') return;
    const exception = exceptionOf(functionName, call);
    if (exception?.needs === 'nothing') return;
    const { operation } = call.invokedWith as { readonly operation?: OperationGiven };
    const wrong = this.#wrong(call, operation, FORWARDER.test(functionName), exception?.needs === 'lease');
    if (wrong === undefined) return;
    // VPCs' ids say nothing of a rule.
    const who = functionName.replace(/(?<=-forwarder-).*$/, '<vpc>');
    this.#violations.add(`${who} called ${nameOf(call)} ${wrong}`);
  }

  #wrong(
    call: CallFacts,
    operation: OperationGiven | undefined,
    isForwarded: boolean,
    isPausedToo: boolean,
  ): string | undefined {
    if (operation === undefined) return 'for no operation, so that nothing says whether it may';
    const look = isForwarded ? this.#ofOperation.get(operation.id) : this.#lookOf(call);
    if (!look) return 'without having looked at its lease';
    const age = this.#watched.now() - look.atMs;
    if (age > OLDEST_LOOK_MS) return `${Math.round(age / 1000)} s after it had looked at its lease`;
    const lease = look.leases.get(`lease#${operation.cluster.arn}`);
    if (!lease?.ids.includes(operation.id) || lease.epoch !== operation.epoch)
      return `while its look had shown the lease to be ${lease ? "another operation's" : "nobody's"}`;
    if (!isPausedToo) {
      const scopes = [`pause#fleet`, `pause#${operation.cluster.arn}`];
      if (scopes.some((scope) => !look.pauses.has(scope))) return 'without having looked at all pauses';
      if (scopes.some((scope) => look.pauses.get(scope))) return 'while its look had shown a pause';
    }
    if (isForwarded) return undefined;
    const own = nameOf(call);
    const between = look.since.find(
      (name) => name !== own && !(call.service === 'kubernetes' && INSIDE.test(name)),
    );
    return between === undefined ? undefined : `after ${between}, which came after its look`;
  }
}
