import type { CallFacts, TakenEvent } from '../../../simulator/fault.ts';
import { DEPLOYMENTS } from '../../../simulator/kubernetes/api/resources.ts';
import type { Checker, Watched } from '../checker.ts';
import { insideOf } from '../inside-of.ts';
import { groupsNow, Looks } from '../own-look.ts';
import { type SaidWord, said, written } from './plan-calls.ts';
import { type PutPlan, plansIn } from './put-plans.ts';

/** Sizes by group or Deployment, in words. */
type Sizes = Readonly<Record<string, string>>;

/** A plan that is drilled. */
interface Drilled {
  /** The standby before the first drill whose end was not told yet. */
  before?: Sizes | undefined;
  /** Nodes that a person has given a group since. */
  readonly byPerson: Map<string, number>;
}

/** Names that the words of shadow pairs have. */
const SHADOW = /\.drill$/;
const NOT_COUNTED = /^replicas were not put back/;

/**
 * A drill moves nothing and leaves nothing: once its end is told, the standby has the sizes that it had as the drill was asked for, or
 * those of a person since. While a plan is moved, or its standby serves, no drill makes anything smaller or says a word. At the end
 * of all, each plan that has not moved is as it was, and the words of its shadow pair are the primary's. It goes by Auto Scaling, the
 * inside of the standby, what is written to Guard and to the buckets of words.
 */
export class DrillsChecker implements Checker {
  readonly #watched: Watched;
  readonly #looks = new Looks();
  readonly #plans = new Map<string, PutPlan>();
  readonly #drilled = new Map<string, Drilled>();
  /** Plans that are being moved, or whose standby serves. */
  readonly #away = new Set<string>();
  /** The last words of shadow pairs, by their places. */
  readonly #words = new Map<string, { readonly plan: string; readonly side: string }>();
  readonly #violations = new Set<string>();

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  get checked(): readonly string[] {
    return this.#drilled.size === 0 ? [] : ['a drill moves nothing, and leaves its standby as it was'];
  }

  findings(): readonly string[] {
    return [...this.#violations, ...this.#looks.violations];
  }

  heard(event: TakenEvent): void {
    for (const plan of plansIn(event)) this.#plans.set(plan.name, plan);
    const plan = this.#plans.get(String(event.detail.plan));
    if (!plan || event.isForwarded || event.region !== plan.to.region) return;
    if (event.detailType === 'FailoverDrillRequested') this.#asked(plan);
    if (event.detailType === 'FailoverDrilled') this.#ended(plan, (event.detail.notes ?? []) as string[]);
  }

  #asked(plan: PutPlan): void {
    if (this.#away.has(plan.name)) return;
    const drilled: Drilled = this.#drilled.get(plan.name) ?? { byPerson: new Map() };
    this.#drilled.set(plan.name, drilled);
    if (drilled.before) return;
    this.#looks.begin(async () => {
      drilled.before = await this.#sizesOf(plan);
      return [];
    });
  }

  #ended(plan: PutPlan, notes: readonly string[]): void {
    const drilled = this.#drilled.get(plan.name);
    if (!drilled?.before) return;
    const { before, byPerson } = drilled;
    const isBlind = notes.some((note) => NOT_COUNTED.test(note));
    const { name } = plan;
    const persons = new Map(byPerson);
    // Pods that could not be put back are for the next drill, whose own look would take them for what was before.
    if (!isBlind) drilled.before = undefined;
    byPerson.clear();
    this.#looks.begin(async () =>
      this.#differences(before, persons, await this.#sizesOf(plan))
        .filter((what) => !isBlind || !what.startsWith('pods'))
        .map((what) => `plan ${name} was drilled, and is not as before: ${what}`),
    );
  }

  #differences(before: Sizes, byPerson: ReadonlyMap<string, number>, now: Sizes): readonly string[] {
    return Object.entries(before).flatMap(([key, was]) => {
      const given = byPerson.get(key);
      const isSo = given === undefined ? now[key] === was : Number.parseInt(now[key] ?? '', 10) === given;
      return isSo ? [] : [`${key} is ${now[key]}, and was ${given ?? was}`];
    });
  }

  async #sizesOf({ to: { region, cluster } }: PutPlan): Promise<Sizes> {
    const world = this.#watched.world();
    const groups = await groupsNow(world, region, cluster);
    const pods = insideOf(world, region, cluster)?.store.list(DEPLOYMENTS) ?? [];
    return {
      ...Object.fromEntries(groups.map(({ name, sizes }) => [`group ${name}`, sizes])),
      ...Object.fromEntries(
        pods.map(({ metadata, spec }) => [
          `pods of ${metadata.namespace}/${metadata.name}`,
          String((spec as { readonly replicas?: number } | undefined)?.replicas),
        ]),
      ),
    };
  }

  observe(call: CallFacts, moment: 'begun' | 'done'): void {
    if (moment !== 'done') return;
    const item = written(call);
    if (item) this.#wrote(item[0].split(' ')[1] ?? '', item[1]);
    const word = said(call);
    if (word && SHADOW.test(word.plan)) this.#said(word);
    if (call.operation === 'UpdateNodegroupConfig') this.#resized(call);
  }

  #wrote(name: string, { owner, moving }: { readonly owner: string; readonly moving: string | undefined }) {
    if (owner !== 'standby' && moving === undefined) {
      this.#away.delete(name);
      return;
    }
    this.#away.add(name);
    const drilled = this.#drilled.get(name);
    // What a drill has raised is of use to the move.
    if (drilled) drilled.before = undefined;
  }

  #said({ plan: shadow, side, place }: SaidWord): void {
    const plan = shadow.replace(SHADOW, '');
    this.#words.set(place, { plan, side });
    if (side === 'standby' && this.#away.has(plan))
      this.#violations.add(`a drill of plan ${plan} said a word while the plan was moved`);
  }

  #resized({ input, functionName, region, madeBy }: CallFacts): void {
    const plan = [...this.#plans.values()].find(
      ({ to }) => to.cluster === input.clusterName && to.region === region,
    );
    if (!plan) return;
    const { desiredSize } = (input.scalingConfig ?? {}) as { readonly desiredSize?: number };
    if (functionName === undefined && madeBy === undefined && desiredSize !== undefined)
      this.#drilled.get(plan.name)?.byPerson.set(`group ${input.nodegroupName}`, desiredSize);
    if (/failoverDrillLower/.test(functionName ?? '') && this.#away.has(plan.name))
      this.#violations.add(`a drill of plan ${plan.name} made its standby smaller while the plan was moved`);
  }

  async ended(): Promise<void> {
    if (!this.#watched.isFollowed) return;
    for (const [name, { before, byPerson }] of this.#drilled) {
      const plan = this.#plans.get(name);
      if (!plan || !before) continue;
      const differences = this.#differences(before, byPerson, await this.#sizesOf(plan));
      for (const what of differences)
        this.#violations.add(`plan ${name} was drilled, and was never put back: ${what}`);
    }
    for (const [place, { plan, side }] of this.#words)
      if (side === 'standby' && !this.#away.has(plan))
        this.#violations.add(`${place} says that the standby serves, and no drill is under way`);
  }
}
