import type { CallFacts } from '../../../../simulator/fault.ts';
import type { World } from '../../../../simulator/world.ts';
import { type Moment, momentsFrom, type Office } from './calendar.ts';
import { groupsOf, notAsleep, notAwake, type SeenGroup } from './groups.ts';

/** Facts that say why a cluster is not as its hours would have it. */
const EXPLAINS = new Set(['ClusterScaleIncomplete', 'ScheduleSkipped', 'ClusterScaleFailed']);

/** A cluster, from one change between day and night to the next. */
interface Watched {
  readonly office: Office;
  readonly cluster: string;
  /** Its groups when the watch began: every wake has to restore them. */
  readonly first: readonly SeenGroup[];
  explained: boolean;
  /** A finding that no fact has explained yet. */
  unexplained: string | undefined;
  /** The different changes of sizes in this stretch, by group. */
  changes: Map<string, Set<string>>;
}

interface Entry {
  readonly DetailType?: string;
  readonly Detail?: string;
}

/**
 * Watches clusters through days and nights. In every office hour they must be awake with exactly their first sizes,
 * and asleep outside of it, or a fact says why not. No group may be changed twice between day and night. Hours come
 * from the scenario and ICU, nodes and sizes from the simulated AWS: the product is never asked.
 */
export class OfficeHoursChecker {
  readonly violations: string[] = [];
  readonly #watched = new Map<string, Watched>();
  #looks = 0;
  #explained = 0;

  /** The rules that were held, with the number of looks. */
  get checked(): string | undefined {
    return this.#watched.size === 0
      ? undefined
      : `office hours of ${this.#watched.size} clusters (${this.#looks} looks, ${this.#explained} explained by a fact)`;
  }

  /** Begins to watch offices; from the first closing of each on. */
  async watch(world: World, offices: readonly Office[]): Promise<void> {
    for (const office of offices) {
      const groups = (await groupsOf(world, office.region)).filter(({ cluster }) =>
        cluster.startsWith(office.clusters),
      );
      const clusters = [...new Set(groups.map(({ cluster }) => cluster))];
      if (clusters.length === 0)
        this.violations.push(`${office.region} has no cluster whose name begins with ${office.clusters}`);
      for (const cluster of clusters)
        this.#watched.set(`${office.region}/${cluster}`, {
          office,
          cluster,
          first: groups.filter((group) => group.cluster === cluster),
          explained: false,
          unexplained: undefined,
          changes: new Map(),
        });
      this.#follow(world, office, momentsFrom(office, world.kernel.now()));
    }
  }

  /** Called with every call that is made. */
  observe({ region, service, operation, input }: CallFacts, moment: 'begun' | 'done'): void {
    if (moment !== 'done' || this.#watched.size === 0) return;
    if (operation === 'PutEvents') for (const entry of input.Entries as readonly Entry[]) this.#told(entry);
    if (service === 'eks' && operation === 'UpdateNodegroupConfig' && input.scalingConfig !== undefined)
      this.#changed(
        `${region}/${input.clusterName}`,
        String(input.nodegroupName),
        // EKS takes a request under the same token for the same one.
        String(input.clientRequestToken ?? JSON.stringify(input)),
      );
    if (operation === 'UpdateAutoScalingGroup') {
      const name = String(input.AutoScalingGroupName);
      for (const [key, { first }] of this.#watched)
        if (first.some((group) => group.name === name)) this.#changed(key, name, JSON.stringify(input));
    }
  }

  /** Tells findings that no fact has explained, once nothing is followed any more. */
  end(): void {
    for (const watched of this.#watched.values()) this.#close(watched);
    if (this.#watched.size > 0 && this.#looks === 0)
      this.violations.push('office hours were watched, and nothing was looked at');
  }

  #follow(world: World, office: Office, moments: Generator<Moment>): void {
    const { kernel } = world;
    const next = moments.next();
    if (next.done) return;
    const { at, is } = next.value;
    kernel.after(Math.max(0, at - kernel.now()), async () => {
      await this.#come(world, office, is);
      this.#follow(world, office, moments);
    });
  }

  async #come(world: World, office: Office, is: Moment['is']): Promise<void> {
    const watched = [...this.#watched.values()].filter((one) => one.office === office);
    if (is === 'waking' || is === 'sleeping') {
      for (const one of watched) this.#close(one);
      return;
    }
    const groups = new Map((await groupsOf(world, office.region)).map((group) => [group.name, group]));
    const at = new Date(world.kernel.now()).toISOString();
    const found = is === 'awake' ? notAwake : notAsleep;
    for (const one of watched) {
      this.#looks++;
      const wrong = one.first.flatMap((first) => found(groups.get(first.name), first) ?? []);
      if (wrong.length === 0) continue;
      if (one.explained) this.#explained++;
      else
        one.unexplained ??= `${office.region}/${one.cluster} is not ${is} at ${at}, and no fact says why: ${wrong.join('; ')}`;
    }
  }

  /** One stretch ends and the next begins. */
  #close(watched: Watched): void {
    if (watched.unexplained !== undefined) this.violations.push(watched.unexplained);
    watched.unexplained = undefined;
    watched.explained = false;
    watched.changes = new Map();
  }

  #told({ DetailType = '', Detail = '{}' }: Entry): void {
    if (!EXPLAINS.has(DetailType)) return;
    const { cluster } = JSON.parse(Detail) as { readonly cluster?: { name: string; region: string } };
    const watched = this.#watched.get(`${cluster?.region}/${cluster?.name}`);
    if (!watched) return;
    if (watched.unexplained !== undefined) this.#explained++;
    watched.explained = true;
    watched.unexplained = undefined;
  }

  #changed(key: string, group: string, request: string): void {
    const watched = this.#watched.get(key);
    if (!watched) return;
    const requests = watched.changes.get(group) ?? new Set();
    watched.changes.set(group, requests.add(request));
    if (requests.size === 2)
      this.violations.push(`${key} had the sizes of ${group} changed twice between day and night`);
  }
}
