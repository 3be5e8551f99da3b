import type { CallFacts, TakenEvent } from '../../../simulator/fault.ts';
import type { Checker, Watched } from '../checker.ts';
import { ChangesByHand } from '../drift/changes-by-hand.ts';
import type { Followed } from '../ledger.ts';
import { type GroupNow, groupsNow, Looks } from '../own-look.ts';

/** A cluster that sleeps: its groups as they were before anything of it was put down, and since when. */
interface Asleep {
  readonly groups: readonly GroupNow[];
  readonly sinceMs: number;
  /** The sizes of its groups that the document then said, by their names. */
  readonly written: ReadonlyMap<string, string>;
}

interface WrittenGroup {
  readonly name?: string;
  readonly minSize?: number;
  readonly maxSize?: number;
  readonly desiredCapacity?: number;
}

/** The sizes of a document, as they stand there: a size that is left out has not changed while it is left out. */
function writtenSizes(config: unknown): ReadonlyMap<string, string> {
  const { managedNodeGroups, nodeGroups } = (config ?? {}) as {
    readonly managedNodeGroups?: readonly WrittenGroup[];
    readonly nodeGroups?: readonly WrittenGroup[];
  };
  const all = [...(managedNodeGroups ?? []), ...(nodeGroups ?? [])];
  return new Map(
    all.map(({ name = '', minSize, maxSize, desiredCapacity }) => [
      name,
      `${desiredCapacity} of ${minSize}-${maxSize}`,
    ]),
  );
}

const actionOf = ({ asked }: Followed): string | undefined => asked?.detail.action as string | undefined;
/** The functions that change a group's sizes. */
const RESIZES = /-scaleResize[A-Z]\w*$/;

/**
 * A group wakes to the sizes that it had before its cluster fell asleep. The checker has a model of its own: the
 * sizes in Auto Scaling when a hibernation was first about to put a group down, until a fact says that the cluster is
 * awake.
 *
 * Some groups are left to tests of the product's own rules: those whose sizes somebody asked to change meanwhile (a
 * resizing, the end of an `until`), whose document has changed them, that a person has scaled, or that are others by
 * then.
 */
export class WakeSizesChecker implements Checker {
  readonly #watched: Watched;
  readonly #looks = new Looks();
  readonly #byHand: ChangesByHand;
  readonly #asleep = new Map<string, Promise<Asleep>>();
  #woken = 0;

  constructor(watched: Watched) {
    this.#watched = watched;
    this.#byHand = new ChangesByHand(watched.now);
  }

  get checked(): readonly string[] {
    return this.#woken === 0 ? [] : ['groups wake to the sizes from before'];
  }

  findings(): readonly string[] {
    return this.#looks.violations;
  }

  observe(call: CallFacts, moment: 'begun' | 'done'): void {
    this.#byHand.observe(call, moment);
    if (!RESIZES.test(call.functionName ?? '')) return;
    const { operation: given } = (call.invokedWith ?? {}) as { readonly operation?: { readonly id: string } };
    const operation = this.#watched.ledger.operation(given?.id);
    if (!operation || actionOf(operation) !== 'hibernate') return;
    const key = `${operation.region}/${operation.name}`;
    if (!this.#asleep.has(key)) this.#fallAsleep(key, operation);
  }

  heard({ detailType, detail }: TakenEvent): void {
    const { operationId } = detail as { readonly operationId?: string };
    const operation = this.#watched.ledger.operation(operationId);
    if (!operation) return;
    const key = `${operation.region}/${operation.name}`;
    const asleep = this.#asleep.get(key);
    if (!asleep) return;
    if (detailType === 'ClusterWoken') {
      this.#asleep.delete(key);
      this.#looks.begin(async () => this.#woke(operation, await asleep));
    }
    // The record of it is another's, or nobody's, from then on.
    if (/^Cluster(Deleted|Released|Adopted)$/.test(detailType)) this.#asleep.delete(key);
  }

  /** At the first call of a task that is to put a group down: it looks before it changes anything. */
  #fallAsleep(key: string, { region, name, arn, claimedAtMs }: Followed): void {
    const { world, now } = this.#watched;
    const sinceMs = now();
    const look = groupsNow(world(), region, name).then((groups) => ({
      groups: groups.filter((group) => !this.#byHand.since(claimedAtMs, region, name, group)),
      sinceMs,
      written: writtenSizes(this.#documentOf(arn)),
    }));
    this.#asleep.set(key, look);
    this.#looks.begin(async () => {
      await look;
      return [];
    });
  }

  /** The document that the cluster was last brought to. */
  #documentOf(arn: string): unknown {
    const applied = [...this.#watched.ledger.operations].filter(
      (one) =>
        one.arn === arn &&
        one.kind === 'create' &&
        one.facts.some(({ detailType }) => detailType === 'ClusterCreated'),
    );
    return applied.at(-1)?.asked?.detail.config;
  }

  async #woke(operation: Followed, { groups, sinceMs, written }: Asleep): Promise<readonly string[]> {
    const { id, region, name, arn } = operation;
    const others = [...this.#watched.ledger.operations].filter(
      (one) => one.arn === arn && one.id !== id && one.claimedAtMs >= sinceMs,
    );
    if (others.some((one) => ['resize', 'return'].includes(actionOf(one) ?? ''))) return [];
    const now = new Map((await groupsNow(this.#watched.world(), region, name)).map((one) => [one.arn, one]));
    const writtenNow = writtenSizes(this.#documentOf(arn));
    return groups.flatMap((before) => {
      const group = now.get(before.arn);
      if (!group || this.#byHand.since(sinceMs, region, name, group)) return [];
      if (written.get(group.name) !== writtenNow.get(group.name)) return [];
      this.#woken++;
      return group.sizes === before.sizes
        ? []
        : [
            `${region}/${name}: ${group.name} woke to ${group.sizes}, and was ${before.sizes} before it slept`,
          ];
    });
  }
}
