import type { Ec2Service } from '../simulator/ec2/ec2.ts';
import { DEFAULT_EVENTBRIDGE_SETTINGS, type EventBridgeSettings } from '../simulator/eventbridge/settings.ts';
import type { CallFacts, CallFault } from '../simulator/fault.ts';
import type { Kernel } from '../simulator/kernel/kernel.ts';
import { type RandomStream, randomStream } from '../simulator/kernel/random.ts';
import type { TraceEntry } from '../simulator/kernel/trace.ts';
import type { World } from '../simulator/world.ts';
import type { FaultRates } from './fault-rates.ts';

/** How long a shortage or an outage lasts, from one on to the next draw. */
const SPELL_MS = 5 * 60_000;
const LONGEST_DELAY_MS = 12_000;
/** An event comes late by up to so long: longer than a task lives, shorter than a test's patience. */
const LONGEST_EVENT_DELAY_SECONDS = 600;

const IS_READ = /^(Get|Describe|List|Query|Scan|BatchGet|Head)/;

interface ServerError {
  readonly code: string;
  readonly statusCode: number;
}
/** Each service's own names ("Common errors" of its API reference; SDK typings for EKS and DynamoDB). */
const SERVER_ERRORS: Readonly<Record<string, readonly ServerError[]>> = {
  eks: [
    { code: 'ServerException', statusCode: 500 },
    { code: 'ServiceUnavailableException', statusCode: 503 },
  ],
  dynamodb: [{ code: 'InternalServerError', statusCode: 500 }],
  ec2: [
    { code: 'InternalError', statusCode: 500 },
    { code: 'Unavailable', statusCode: 503 },
  ],
  default: [
    { code: 'InternalFailure', statusCode: 500 },
    { code: 'ServiceUnavailable', statusCode: 503 },
  ],
};

/**
 * Samples faults from the seed for as long as it is on: of the calls and results of functions, of deliveries of
 * events, of capacity, of services, and of executions. What it draws depends on the seed and on what happens in
 * the world, so that a seed gives the same faults again.
 */
export class FaultSampler {
  readonly rates: FaultRates;
  readonly events: { -readonly [Name in keyof EventBridgeSettings]: EventBridgeSettings[Name] } = {
    ...DEFAULT_EVENTBRIDGE_SETTINGS,
    longestDelaySeconds: LONGEST_EVENT_DELAY_SECONDS,
  };
  readonly #kernel: Kernel;
  #isOn = false;

  constructor(kernel: Kernel, rates: FaultRates) {
    this.#kernel = kernel;
    this.rates = rates;
  }

  /** From now on: takes hold of what a world lets a scenario set, and stops executions as they enter a state. */
  start(world: World): void {
    this.#attach(world);
    this.#isOn = true;
    this.events.duplicateRate = this.rates.duplicateEvents;
    this.events.delayRate = this.rates.delayedEvents;
  }

  stop(): void {
    this.#isOn = false;
    this.events.duplicateRate = 0;
    this.events.delayRate = 0;
  }

  #attach(world: World): void {
    for (const name of world.regionNames()) {
      const { scenario } = world.region(name).service('ec2') as Ec2Service;
      scenario.hasCapacity = ({ zone, instanceType, spot }) =>
        !this.#isSpell(this.rates.shortages, `shortage/${zone}/${instanceType}/${spot}`);
    }
    this.#kernel.trace.subscribe((entry) => this.#stopExecution(world, entry));
  }

  /** The fault of a call that a function makes, or none. */
  ofCall(call: CallFacts): CallFault | undefined {
    if (!this.#isOn || call.functionName === undefined) return undefined;
    const { rates } = this;
    if (this.#isSpell(rates.outages, `outage/${call.region}/${call.service}`))
      return this.#serverError(call, '(the service is down)');
    const random = this.#random('calls');
    const kinds = [
      [rates.throttling, () => ({ kind: 'throttle' })],
      [rates.serverErrors, () => this.#serverError(call, '')],
      [rates.latency, () => ({ kind: 'delay', delayMs: Math.round(random.between(500, LONGEST_DELAY_MS)) })],
      [rates.lostReplies, () => ({ kind: 'lose-reply' })],
      // What only reads may die as well, to no other effect than a retry; more is learnt from changes.
      [IS_READ.test(call.operation) ? 0 : rates.crashesBefore, () => ({ kind: 'crash-before' })],
      [IS_READ.test(call.operation) ? 0 : rates.crashesAfter, () => ({ kind: 'crash-after' })],
      [rates.hangs, () => ({ kind: 'hang' })],
    ] as const satisfies readonly (readonly [number, () => CallFault])[];
    let drawn = random.next();
    for (const [rate, fault] of kinds) {
      if (drawn < rate) return fault() as CallFault;
      drawn -= rate;
    }
    return undefined;
  }

  /** Whether an invocation's result is lost on its way to the state machine. */
  losesResult(): boolean {
    return this.#isOn && this.#random('results').chance(this.rates.lostResults);
  }

  /** Whether something is short or down in this spell: drawn from the seed, the name and the spell alone. */
  #isSpell(rate: number, name: string): boolean {
    if (!this.#isOn || rate === 0) return false;
    const spell = Math.floor(this.#kernel.now() / SPELL_MS);
    return randomStream(this.#kernel.seed, `faults/${name}/${spell}`).chance(rate);
  }

  #serverError({ service }: CallFacts, detail: string): CallFault {
    const { code, statusCode } = this.#random('server-errors').pick(
      SERVER_ERRORS[service] ?? (SERVER_ERRORS.default as readonly ServerError[]),
    );
    const message = `We encountered an internal error. Please try again. ${detail}`.trim();
    return { kind: 'refuse', code, message, statusCode };
  }

  #stopExecution(world: World, entry: TraceEntry): void {
    if (!this.#isOn || entry.kind !== 'transition' || entry.transition !== 'entered') return;
    if (!this.#random('stops').chance(this.rates.stops)) return;
    const { region, execution, state } = entry;
    const { accountId, kernel } = world;
    const caller = { kind: 'administrator', arn: `arn:aws:iam::${accountId}:root`, accountId } as const;
    kernel.after(1, () => {
      kernel.trace.record({ at: kernel.now(), kind: 'fault', region, fault: 'stop-execution', state });
      return world
        .region(region)
        .call('states', 'StopExecution', { executionArn: String(execution) }, caller);
    });
  }

  #random(purpose: string): RandomStream {
    return this.#kernel.random(`faults/${purpose}`);
  }
}
