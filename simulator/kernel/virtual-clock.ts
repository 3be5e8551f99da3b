import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { type FakeMethod, install } from '@sinonjs/fake-timers';
import { currentContext, runInContext } from './invocation-context.ts';
import type { KernelClock } from './kernel.ts';
import type { RandomStream } from './random.ts';
import { TimerQueue } from './timer-queue.ts';

const FAKED: FakeMethod[] = [
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'setImmediate',
  'clearImmediate',
  'performance',
  'hrtime',
];

/** The process's own clock, kept before anything is faked. */
export interface RealTime {
  now(): number;
  sleep(ms: number): Promise<void>;
  /** Runs `run` when every microtask and `nextTick` that is queued now has run. */
  inTurn(run: () => void): void;
  /** Resolves then. */
  drain(): Promise<void>;
}

export interface VirtualClock extends KernelClock {
  readonly real: RealTime;
  /** Virtual time of the next timer, or undefined where none is left. */
  nextAt(): number | undefined;
  /** Runs the next timer, moving virtual time to it. */
  advance(): void;
  /** Moves virtual time to a moment before which no timer is due; stays where it is already later. */
  passUntil(at: number): void;
  /** Drops every timer and begins anew, for the next world in this process. */
  restart(startAtMs: number, productRandom: RandomStream): void;
  uninstall(): void;
}

/**
 * Replaces `Date`. Dates stay native ones; only the present moment comes from the clock. fake-timers would make each
 * date a proxied subclass with a property of its own, and dates are everywhere.
 */
function installDate(now: () => number): () => void {
  const Native = globalThis.Date;
  function VirtualDate(...given: unknown[]): Date | string {
    if (!new.target) return new Native(now()).toString();
    if (given.length === 0) given.push(now());
    return Reflect.construct(Native, given, new.target === VirtualDate ? Native : new.target) as Date;
  }
  const { prototype } = Native;
  Object.setPrototypeOf(VirtualDate, Native);
  globalThis.Date = Object.assign(VirtualDate, { now, prototype }) as unknown as DateConstructor;
  prototype.constructor = VirtualDate;
  return () => {
    prototype.constructor = Native;
    globalThis.Date = Native;
  };
}

/** Turns that are asked of the event loop at once: it looks after files and sockets in between, which takes long. */
const TURNS_AT_ONCE = 32;

/**
 * Gives turns of the event loop. Between two callbacks of `setImmediate`, node runs everything that is queued for
 * `nextTick` and all microtasks: each callback is a turn of its own.
 */
function turnsOf(immediate: typeof setImmediate): (run: () => void) => void {
  const waiting: (() => void)[] = [];
  let asked = 0;
  const turn = (): void => {
    asked--;
    waiting.shift()?.();
  };
  return (run) => {
    waiting.push(run);
    if (asked >= waiting.length) return;
    for (; asked < TURNS_AT_ONCE; asked++) immediate(turn);
  };
}

/** Timers of product code belong to an invocation and die with it. */
function guardTimers(): void {
  const originalTimeout = globalThis.setTimeout;
  const guarded = (callback: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => {
    const context = currentContext();
    if (!context) return originalTimeout(callback, ms, ...args);
    return originalTimeout(() => {
      // fake-timers run callbacks from the kernel's loop, which has no context of its own.
      if (context.alive) runInContext(context, () => callback(...args));
    }, ms);
  };
  globalThis.setTimeout = Object.assign(guarded, originalTimeout) as unknown as typeof setTimeout;
}

function replaceAbortTimeout(): void {
  // AbortSignal.timeout runs on the real clock and cannot be faked by replacing setTimeout.
  AbortSignal.timeout = (ms) => {
    const controller = new AbortController();
    setTimeout(
      () => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')),
      ms,
    );
    return controller.signal;
  };
}

/**
 * Replaces the process's clock and its randomness, once, before any handler or SDK client is imported: ESM
 * imports of `node:timers` bind when they are linked. `productRandom` feeds `Math.random` and `randomUUID`,
 * which the SDK uses for retry jitter and idempotency tokens.
 */
export function installVirtualClock(startAtMs: number, productRandom: RandomStream): VirtualClock {
  const realImmediate = globalThis.setImmediate;
  const realTimeout = globalThis.setTimeout;
  const realNow = performance.now.bind(performance);
  const originals = {
    random: Math.random,
    uuid: crypto.randomUUID,
    globalUuid: globalThis.crypto.randomUUID,
  };

  const clock = install({ now: startAtMs, toFake: FAKED, shouldClearNativeTimers: true });
  const inTurn = turnsOf(realImmediate);
  const restoreDate = installDate(() => clock.now + (currentContext()?.clockStepMs() ?? 0));
  const world = worldTimers(clock);
  guardTimers();
  replaceAbortTimeout();
  let product = productRandom;
  Math.random = () => product.next();
  const uuid = (() => product.uuid()) as typeof crypto.randomUUID;
  crypto.randomUUID = uuid;
  globalThis.crypto.randomUUID = uuid;
  syncBuiltinESMExports();

  return {
    real: {
      now: realNow,
      sleep: (ms) => new Promise((resolve) => realTimeout(resolve, ms)),
      inTurn,
      drain: () => new Promise((resolve) => inTurn(resolve)),
    },
    now: () => clock.now,
    setTimer: world.setTimer,
    nextAt: () => {
      const [ofWorld, ofProduct] = [world.nextAt(), nextProductTimer(clock)];
      if (ofWorld === undefined || ofProduct === undefined) return ofWorld ?? ofProduct;
      return Math.min(ofWorld, ofProduct);
    },
    advance: () => {
      const [ofWorld, ofProduct] = [world.nextAt(), nextProductTimer(clock)];
      if (ofWorld === undefined || (ofProduct !== undefined && ofProduct <= ofWorld)) clock.next();
      else world.advance();
    },
    passUntil: (at) => {
      const ms = Math.floor(at - clock.now);
      if (ms > 0) clock.tick(ms);
    },
    restart: (at, random) => {
      clock.reset();
      clock.setSystemTime(at);
      world.clear();
      product = random;
    },
    uninstall: () => {
      clock.uninstall();
      restoreDate();
      Math.random = originals.random;
      crypto.randomUUID = originals.uuid;
      globalThis.crypto.randomUUID = originals.globalUuid;
      syncBuiltinESMExports();
    },
  };
}

/**
 * The simulated world's own timers. A moment lasts a millisecond, and timers in it run in the order of their exact
 * times. So two calls that arrive together are answered in the order of their latencies, however long the SDK took
 * over each.
 */
function worldTimers(clock: { now: number }) {
  let queue = new TimerQueue();
  let isRunning = false;
  return {
    setTimer: (ms: number, run: () => void) => {
      // As with timers of the product, a timer that a timer sets is never due at once.
      const delay = ms < 1 && isRunning ? 1 : Math.max(0, ms);
      return queue.add(clock.now + delay, run);
    },
    nextAt: () => {
      const at = queue.nextAt();
      return at === undefined ? undefined : Math.floor(at);
    },
    advance: () => {
      const timer = queue.take();
      if (!timer) return;
      clock.now = Math.floor(timer.at);
      isRunning = true;
      try {
        timer.run();
      } finally {
        isRunning = false;
      }
    },
    clear: () => {
      queue = new TimerQueue();
    },
  };
}

/** The time at which the product's next timer is due: fake-timers keeps its heap to itself. */
function nextProductTimer(clock: unknown): number | undefined {
  const heap = (clock as { timerHeap?: { peek(): { callAt: number } | undefined } }).timerHeap;
  return heap?.peek()?.callAt;
}
