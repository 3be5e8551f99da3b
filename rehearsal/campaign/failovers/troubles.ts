import type { RandomStream } from '../../../simulator/kernel/random.ts';
import type { PlannedFault } from '../../faults/schema.ts';
import type { Step } from '../../scenario/steps/all.ts';
import type { Drawer } from '../table.ts';
import { PLAN, type Shop, type SideName } from './shop.ts';

/** A story of a shop's plan as far as it is drawn. */
export interface FailoverStory extends Drawer {
  readonly shop: Shop;
}

export const begin = (fault: PlannedFault): Step => ({ fault });

export const lost = (region: string, forSeconds?: number): Step =>
  begin({ kind: 'region-down', region, ...(forSeconds === undefined ? {} : { forSeconds }) });

const INTERNET = 'internet';
/** Services of data planes that moves and observers stand on. */
const SERVICES = ['dynamodb', 's3', 'sts', 'sqs', 'events', 'states', 'lambda'] as const;

/** Something between two of the plan's regions and the internet is cut: wholly, one way, in part, or replies alone. */
export function cut({ random, shop }: FailoverStory): Step {
  const { primary, standby, witness } = shop.regions;
  const [first, second] = shuffled(random, [primary, standby, witness, INTERNET]) as [string, string];
  const loses = random.chance(0.15);
  return begin({
    kind: 'partition',
    between: [first, second],
    forSeconds: random.integer(10, 900),
    ...(random.chance(0.4) ? { oneWay: true as const } : {}),
    // Nothing of an AWS service is behind what is outside of all regions.
    ...(second !== INTERNET && random.chance(0.3)
      ? { service: random.pick(['dynamodb', 's3', 'sts', 'sites']) }
      : {}),
    ...(random.chance(0.25) ? { share: random.integer(1, 9) / 10 } : {}),
    ...(loses ? { loses: 'replies' as const } : {}),
  });
}

function shuffled<One>(random: RandomStream, all: readonly One[]): readonly One[] {
  return all
    .map((one) => [random.next(), one] as const)
    .sort(([first], [second]) => first - second)
    .map(([, one]) => one);
}

/** One service is down in one of the plan's regions: Guard's replica there, the words, what moves and watches run on. */
export function serviceDown({ random, shop: { regions } }: FailoverStory): Step {
  const region = random.pick([regions.primary, regions.standby, regions.witness]);
  return begin({
    ...{ kind: 'service-down', region, service: random.pick(SERVICES) },
    forSeconds: random.integer(10, 600),
  });
}

/** The clocks of functions' hosts in one of the plan's regions go wrong by up to two minutes, for a while. */
export function clockStep({ random, shop: { regions } }: FailoverStory): Step {
  const region = random.pick([regions.primary, regions.standby, regions.witness]);
  const seconds = random.integer(1, 120) * (random.chance(0.5) ? 1 : -1);
  return begin({ kind: 'clock-step', region, seconds, forSeconds: random.integer(10, 900) });
}

const CHANGES: readonly (readonly [functionName: string, operation: string])[] = [
  ['failoverAcceptRequest', 'TransactWriteItems'],
  ['failoverClaimPlan', 'UpdateItem'],
  ['failoverClaimPlan', 'PutItem'],
  ['failoverStepMove', 'PutItem'],
  ['failoverRaiseNodeGroup', 'UpdateNodegroupConfig'],
  ['failoverRunHook', 'StartExecution'],
  ['failoverSayWord', 'PutObject'],
  ['failoverSettleMove', 'UpdateItem'],
  ['failoverSettleMove', 'PutItem'],
  ['failoverWatchWatchPlans', 'PutItem'],
  ['failoverWatchWatchPlans', 'PutEvents'],
];
const STATES = [
  'ClaimPlan',
  'StepFenced',
  'ObserveCapacity',
  'StepServing',
  'SayWord',
  'ObserveTraffic',
  'SettleMove',
];
const TASKS = [
  'failoverClaimPlan',
  'failoverStepMove',
  'failoverSayWord',
  'failoverSettleMove',
  'failoverObserveTraffic',
];
const CALL_FAULTS = [
  'crash-before',
  'crash-after',
  'lose-reply',
  'delay',
  'throttle',
  'server-error',
  'hang',
] as const;

/** Things about one workflow that may go wrong: its changes, its states, its tasks, and the event that asks for it. */
export interface Fragile {
  readonly changes: readonly (readonly [functionName: string, operation: string])[];
  readonly states: readonly string[];
  readonly tasks: readonly string[];
  readonly detailType: string;
}
const MOVE: Fragile = { changes: CHANGES, states: STATES, tasks: TASKS, detailType: 'FailoverRequested' };

/** One thing goes wrong about a task of a move, an execution of it, or an event that asks for it. */
export const mishap = (story: FailoverStory): Step => mishapOf(MOVE, story);

export function mishapOf({ changes, states, tasks, detailType }: Fragile, { random }: FailoverStory): Step {
  const times = random.integer(1, 3);
  switch (random.pick(['call', 'call', 'call', 'result', 'stop', 'twice', 'late'])) {
    case 'call': {
      const [functionName, operation] = random.pick(changes);
      return begin({ kind: random.pick(CALL_FAULTS), functionName, operation, times });
    }
    case 'result':
      return begin({ kind: 'lose-result', functionName: random.pick(tasks) });
    case 'stop':
      return begin({ kind: 'stop-execution', state: random.pick(states) });
    case 'twice':
      return begin({ kind: 'duplicate-event', detailType, times });
    default:
      return begin({
        ...{ kind: 'late-event', detailType, delaySeconds: random.integer(5, 600) },
        times,
      });
  }
}

/** A person asks for a side; what comes of it is looked at later. */
export function asked(
  { shop: { regions }, random }: FailoverStory,
  to: SideName,
  planned = random.chance(0.5),
): Step {
  return {
    failover: {
      ...{ plan: PLAN, region: regions[to], to, reason: 'a seed wants it' },
      ...(planned ? { planned: true } : {}),
    },
    followForSeconds: random.integer(1, 90),
  };
}

/** The same many times of something, a while apart. */
export function some(
  story: FailoverStory,
  most: number,
  draw: (story: FailoverStory) => Step,
  longestSeconds = 120,
): readonly Step[] {
  const { random } = story;
  return Array.from({ length: random.integer(1, most) }).flatMap((): readonly Step[] => [
    draw(story),
    ...(random.chance(0.6) ? [{ wait: random.integer(1, longestSeconds) }] : []),
  ]);
}
