import type { DynamoDbService } from '../../../simulator/dynamodb/dynamodb.ts';
import type { CallFacts } from '../../../simulator/fault.ts';
import type { World } from '../../../simulator/world.ts';
import { clusterOf, mayChangeCluster } from '../call-of-cluster.ts';

/** A task that no pause keeps: it takes the fleet's own administrator out of a cluster. */
const NOT_KEPT = /-accessEndBootstrap$/;
/**
 * No task lives longer than 30 s (ADR 2), and no call is on its way for longer than 12 s (`faults/sampling.ts`):
 * after that, nobody changes anything that has been paused since.
 */
const UNDER_WAY_MS = 42_000;
const LOOKS = ['GetItem', 'TransactGetItems'];
const PAUSE = 'pause#';
const CLUSTER = ':cluster/';

type Key = Readonly<Record<string, { readonly S?: string }>>;
interface Write {
  readonly Key?: Key;
  readonly Item?: Key;
}

/** Since when something is so: a number that only rises, and virtual milliseconds. */
interface Since {
  readonly order: number;
  readonly atMs: number;
}

/** True where a region's lease table has an item under a key that holds. */
export type IsHeld = (region: string, pk: string) => boolean;

/** Looks into the table of a world that is there by then. */
export const heldIn =
  (world: () => World, stage: string): IsHeld =>
  (region, pk) => {
    const { state } = world().region(region).service('dynamodb') as DynamoDbService;
    return holdsChanges(
      state.tables.get(`eks-fleet-${stage}-leases`)?.items.read({ pk: { S: pk } }, 'strong'),
    );
  };

/** True where an item of pauses holds, by its written members: an empty map of pauses alone does not. */
export function holdsChanges(item: Readonly<Record<string, unknown>> | undefined): boolean {
  if (!item) return false;
  const { pk: _pk, holds, ...others } = item;
  const isEmpty =
    Object.keys((holds as { readonly M?: object } | undefined)?.M ?? { not: 'a map' }).length === 0;
  return !isEmpty || Object.keys(others).length > 0;
}

/**
 * Nobody changes a cluster while any pause holds it, its own or the fleet's. A task looks right before its change, so
 * a pause that was laid before that look began must stop it, and a pause that is older than any task stops all. It
 * reads the table itself, after every write to it, and never asks the product.
 */
export class PauseChecker {
  readonly violations: string[] = [];
  readonly #now: () => number;
  readonly #isHeld: IsHeld;
  /** Since when a scope of a region is held without a gap, by region and key. */
  readonly #held = new Map<string, Since>();
  /** The times at which an invocation last began to look, by its event. */
  readonly #looked = new WeakMap<object, number>();
  #order = 0;
  #wasHeld = false;

  /** `now` answers milliseconds. */
  constructor(now: () => number, isHeld: IsHeld) {
    this.#now = now;
    this.#isHeld = isHeld;
  }

  /** The rule that was held, where anything was ever paused. */
  get checked(): readonly string[] {
    return this.#wasHeld ? ['nothing is changed while a pause holds it'] : [];
  }

  /** Called with every call that is made. */
  observe(call: CallFacts, moment: 'begun' | 'done'): void {
    this.#order++;
    const keys = call.service === 'dynamodb' ? pauseKeys(call) : [];
    const isLook = LOOKS.includes(call.operation);
    if (keys.length > 0 && isLook && moment === 'begun') this.#look(call);
    if (!isLook && moment === 'done') for (const pk of keys) this.#written(call.region, pk);
    if (moment === 'begun') this.#judge(call);
  }

  #look({ invokedWith }: CallFacts): void {
    if (typeof invokedWith === 'object' && invokedWith !== null) this.#looked.set(invokedWith, this.#order);
  }

  #written(region: string, pk: string): void {
    const scope = `${region} ${pk}`;
    if (!this.#isHeld(region, pk)) this.#held.delete(scope);
    else if (!this.#held.has(scope)) this.#held.set(scope, { order: this.#order, atMs: this.#now() });
    this.#wasHeld ||= this.#held.size > 0;
  }

  #judge(call: CallFacts): void {
    const { functionName, operation, region, invokedWith } = call;
    if (this.#held.size === 0 || functionName === undefined || NOT_KEPT.test(functionName)) return;
    if (!mayChangeCluster(call)) return;
    const cluster = clusterOf(call);
    if (cluster === undefined) return;
    const holding = [...this.#held].filter(
      ([scope]) =>
        scope === `${region} ${PAUSE}fleet` ||
        (scope.startsWith(`${region} `) && scope.endsWith(`${CLUSTER}${cluster}`)),
    );
    const looked = this.#looked.get((invokedWith ?? {}) as object);
    const isLate = ({ order, atMs }: Since) =>
      this.#now() - atMs > UNDER_WAY_MS || (looked !== undefined && order < looked);
    const broken = holding.find(([, since]) => isLate(since));
    if (broken)
      this.violations.push(
        `${functionName} called ${operation} on ${region}/${cluster} while ${broken[0].split(PAUSE)[1]} was paused`,
      );
  }
}

function pauseKeys({ input }: CallFacts): readonly string[] {
  const parts = (input.TransactItems ?? [{ only: input }]) as readonly Readonly<Record<string, Write>>[];
  return parts.flatMap((part) =>
    Object.values(part).flatMap(({ Key, Item }) => {
      const pk = Key?.pk?.S ?? Item?.pk?.S;
      return pk?.startsWith(PAUSE) ? [pk] : [];
    }),
  );
}
