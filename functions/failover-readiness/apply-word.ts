import { TaskError } from '../../domain/errors.ts';
import { type Drill, isUnderWay } from '../../domain/failover/drill/drill.ts';
import { shadowOf } from '../../domain/failover/drill/shadow.ts';
import { checksStackOf } from '../../domain/failover/names.ts';
import { foundChecks } from '../../domain/failover/preparation/checks-stack.ts';
import { hasWords } from '../../domain/failover/preparation/regional-plans.ts';
import type { StandingPlan } from '../../domain/failover/standing-plans.ts';
import { saysSo, type Word } from '../../domain/failover/word.ts';
import { clusterArn } from '../../domain/operation/subject.ts';
import type { FailoverPlan } from '../../domain/policy/failover.ts';
import type { GuardOf } from '../../domain/ports/guard.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import type { HeldWord, WordsPort } from '../../domain/ports/words.ts';
import { account, type OwnAccount } from '../runtime/ports/account/account.ts';
import { stacks } from '../runtime/ports/resources/stacks.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { guards } from '../runtime/ports/state/guards.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { words } from '../runtime/ports/state/words.ts';
import { task } from '../runtime/task.ts';
import { failoverReadinessTasks } from './contracts.ts';
import { guardOfPlan, planHere } from './plan-here.ts';
import { ready, type SeenTo, waiting } from './see-to-stack.ts';

interface Ports {
  readonly account: OwnAccount;
  readonly guards: GuardOf;
  readonly operations: Pick<OperationStore, 'readLease'>;
  readonly words: WordsPort;
}

/** The word as it is; `coming` where its bucket is not there yet, which its own region makes. */
async function heldIn(
  region: string,
  plan: string,
  port: WordsPort,
): Promise<HeldWord | undefined | 'coming'> {
  try {
    return await port.read(region, plan);
  } catch (error) {
    if (error instanceof TaskError && error.name === 'NotFound') return 'coming';
    throw error;
  }
}

/** Says one word over the one that was read. */
async function sayOver(
  region: string,
  of: string,
  word: Word,
  held: HeldWord | undefined,
  { words }: Ports,
): Promise<SeenTo> {
  if (saysSo(held?.word, word)) return ready;
  if ((await words.say(region, of, word, held)) === 'said') return ready;
  throw new TaskError('Conflict', `the word of plan ${of} in ${region} was said by another meanwhile`);
}

/** Says who owns the plan. The object is read before Guard: a word that a move says in between is not said over. */
async function say(region: string, { plan }: StandingPlan, ports: Ports): Promise<SeenTo> {
  const held = await heldIn(region, plan.name, ports.words);
  if (held === 'coming') return waiting;
  const item = await guardOfPlan(plan, ports).read(plan.name);
  if (!item || item.moving) return ready;
  return sayOver(region, plan.name, { side: item.owner, epoch: item.epoch }, held, ports);
}

/** True while the drill has the lease of its standby: from before its word to after it, and no longer where somebody freed that. */
async function hasLease(drill: Drill | undefined, { to }: FailoverPlan, ports: Ports): Promise<boolean> {
  if (drill === undefined) return false;
  const lease = await ports.operations.readLease(clusterArn(ports.account, to.region, to.cluster));
  return lease?.holder?.operationId === drill.operationId;
}

/** The word of drills leads back to the primary, unless one is under way: also after one that nobody could end. */
async function sayForDrills(
  region: string,
  { plan }: StandingPlan,
  at: string,
  ports: Ports,
): Promise<SeenTo> {
  const shadow = shadowOf(plan.name);
  const held = await heldIn(region, shadow, ports.words);
  if (held === 'coming') return waiting;
  if (plan.drill === undefined) return takeAway(region, shadow, ports.words);
  const guard = guardOfPlan(plan, ports);
  const [item, drill] = await Promise.all([guard.read(plan.name), guard.drill(plan.name)]);
  if (!item) return ready;
  if (isUnderWay(drill, at, item.epoch) && (await hasLease(drill, plan, ports))) return ready;
  return sayOver(region, shadow, { side: 'primary', epoch: item.epoch }, held, ports);
}

/** Takes a word away that no check of the plan is to read any more; one whose bucket is gone is gone. */
async function takeAway(region: string, plan: string, port: WordsPort): Promise<SeenTo> {
  const held = await heldIn(region, plan, port);
  if (held === undefined || held === 'coming') return ready;
  await port.remove(region, plan);
  return waiting;
}

/** Sees to a plan's word in one of both regions. What if this runs twice? See the contract. */
export const handler = task(
  failoverReadinessTasks.applyWord,
  { account, fleets, guards, operations, stacks, words },
  async ({ plan: name, side, at }, ports): Promise<SeenTo> => {
    const standing = await planHere(name, ports);
    const plan = standing && hasWords(standing) ? standing.plan : undefined;
    const stack = await ports.stacks.find(checksStackOf(ports.account, name));
    // The checks' stack goes after the words, and says which region has the other one.
    const last = side === 'standby' ? ports.account.region : stack && foundChecks(stack).witness;
    const wanted = side === 'standby' ? plan?.to.region : plan?.witness;
    if (last && last !== wanted) {
      for (const plan of [name, shadowOf(name)]) {
        const taken = await takeAway(last, plan, ports.words);
        if (taken.outcome !== 'Ready') return taken;
      }
    }
    if (!standing || wanted === undefined) return ready;
    const said = await say(wanted, standing, ports);
    return said.outcome === 'Ready' && hasWords(standing) ? sayForDrills(wanted, standing, at, ports) : said;
  },
);
