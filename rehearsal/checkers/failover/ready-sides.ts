import type { CallFacts, TakenEvent } from '../../../simulator/fault.ts';
import { DEPLOYMENTS } from '../../../simulator/kubernetes/api/resources.ts';
import type { World } from '../../../simulator/world.ts';
import type { Checker, Watched } from '../checker.ts';
import { insideOf } from '../inside-of.ts';
import { groupsNow, Looks } from '../own-look.ts';
import { acceptedBy, said, written } from './plan-calls.ts';
import { type PutPlan, plansIn } from './put-plans.ts';

type Amounts = Readonly<Record<string, number>>;
interface Side {
  readonly cluster: string;
  readonly region: string;
}

const desiredIn = (sizes: string): number => Number.parseInt(sizes, 10);

/** Nodes in service by group, or as many as are wanted. */
async function nodesOf(
  world: World,
  { region, cluster }: Side,
  count: 'desired' | 'inService',
): Promise<Amounts> {
  const groups = await groupsNow(world, region, cluster);
  return Object.fromEntries(
    groups.map(({ name, sizes, inService }) => [name, count === 'desired' ? desiredIn(sizes) : inService]),
  );
}

/** Pods by Deployment: those that are Ready, or that are wanted. */
function podsOf(world: World, { region, cluster }: Side, count: 'desired' | 'ready'): Amounts {
  const found = insideOf(world, region, cluster)?.store.list(DEPLOYMENTS) ?? [];
  return Object.fromEntries(
    found.map(({ metadata, spec, status }) => {
      const wanted = (spec as { readonly replicas?: number } | undefined)?.replicas ?? 1;
      const ready = (status as { readonly readyReplicas?: number } | undefined)?.readyReplicas ?? 0;
      return [`${metadata.namespace}/${metadata.name}`, count === 'desired' ? wanted : ready];
    }),
  );
}

/** Things of both lists that are less than their floor, in words. */
const tooFew = (what: string, wanted: Amounts, there: Amounts, floorPercent: number): readonly string[] =>
  Object.entries(wanted).flatMap(([name, all]) => {
    const floor = Math.ceil((all * floorPercent) / 100);
    const found = there[name];
    return found === undefined || found >= floor ? [] : [`${found} of ${floor} ${what} of ${name}`];
  });

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
/** Seconds of a document's `5m`, which is also what a plan has that says nothing. */
const secondsIn = (text = '5m'): number =>
  Number.parseInt(text, 10) * (SECONDS[text.slice(-1)] ?? Number.NaN);

/**
 * Traffic is led by a word to a side alone that is ready for it: its site answers, and of what the plan wants, or the primary has, it
 * has as much as the plan's floor. It goes by the sites themselves, Auto Scaling and the inside of both clusters, as the first word
 * of each epoch is said. A person may say that less is enough, and a plan that it moves anyway so long after its fence.
 */
export class ReadySidesChecker implements Checker {
  readonly #watched: Watched;
  readonly #looks = new Looks();
  readonly #plans = new Map<string, PutPlan>();
  /** Moves of Guard's items, by plan and epoch; an item that was prepared leads nobody anywhere. */
  readonly #moves = new Set<string>();
  readonly #judged = new Set<string>();
  /** Moves whose capacity a person has taken as it is. */
  readonly #accepted = new Set<string>();
  /** Milliseconds at which the fence of a move was up. */
  readonly #fencedAt = new Map<string, number>();

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  get checked(): readonly string[] {
    return this.#judged.size === 0 ? [] : ['traffic is led to a side that is ready for it'];
  }

  findings(): readonly string[] {
    return this.#looks.violations;
  }

  heard(event: TakenEvent): void {
    for (const plan of plansIn(event)) this.#plans.set(plan.name, plan);
  }

  observe(call: CallFacts, moment: 'begun' | 'done'): void {
    if (moment !== 'done') return;
    const accepted = acceptedBy(call);
    if (accepted) this.#accepted.add(`${accepted.plan} ${accepted.epoch}`);
    this.#heed(written(call));
    const word = said(call);
    const key = `${word?.plan} ${word?.epoch}`;
    const plan = word && this.#plans.get(word.plan);
    if (!plan || !this.#moves.has(key) || this.#judged.has(key)) return;
    this.#judged.add(key);
    const isEnough = this.#accepted.has(key) || this.#movesAnyway(plan, key);
    this.#looks.begin(() => this.#unready(plan, word.side, isEnough));
  }

  #heed(item: ReturnType<typeof written>): void {
    if (item?.[1].moving === undefined) return;
    const key = `${item[0].split(' ')[1] ?? ''} ${item[1].epoch}`;
    this.#moves.add(key);
    if (item[1].moving === 'fenced' && !this.#fencedAt.has(key)) this.#fencedAt.set(key, this.#watched.now());
  }

  #movesAnyway({ capacity: { whenShort, waitFor } = {} }: PutPlan, key: string): boolean {
    const fencedAt = this.#fencedAt.get(key);
    if (whenShort !== 'moveAnyway' || fencedAt === undefined) return false;
    return this.#watched.now() - fencedAt >= secondsIn(waitFor) * 1000;
  }

  async #unready(plan: PutPlan, side: 'primary' | 'standby', isEnough: boolean): Promise<readonly string[]> {
    const world = this.#watched.world();
    const { capacity = {}, from, to } = plan;
    const { floorPercent = 100, nodeGroups, replicas } = capacity;
    const serves = side === 'primary' ? from : to;
    const { hostname, pathname } = new URL(serves.probe);
    // A cut between its clients and its region is seen by nobody in any region.
    const answer = world.internet.answer(hostname, pathname, { region: serves.region });
    const isAnswered = typeof answer === 'object' && answer.status < 400;
    const nodes = { ...(await nodesOf(world, from, 'desired')), ...nodeGroups };
    const pods = { ...podsOf(world, from, 'desired'), ...replicas };
    const short = [
      ...tooFew('nodes', nodes, await nodesOf(world, serves, 'inService'), floorPercent),
      ...tooFew('Ready pods', pods, podsOf(world, serves, 'ready'), floorPercent),
    ];
    const site = isAnswered ? [] : [`its site answers ${JSON.stringify(answer)}`];
    return [...site, ...(isEnough ? [] : short)].map(
      (why) => `the word of plan ${plan.name} led to its ${side}, which is not ready: ${why}`,
    );
  }
}
