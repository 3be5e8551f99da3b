import { NOTHING_FAILS } from '../../simulator/fault.ts';
import { type KernelClock, SimulationKernel } from '../../simulator/kernel/kernel.ts';
import { TimerQueue } from '../../simulator/kernel/timer-queue.ts';
import { Outages } from '../../simulator/outages.ts';
import type { Region, RegionSettings, RolePort } from '../../simulator/region.ts';

/**
 * A kernel whose time a test moves by hand, without touching the process's own timers. `settle` runs every
 * timer up to `untilMs` of virtual time from now (or until none is left), draining microtasks in between.
 */
export function standInKernel(seed = 1, startAt = Date.parse('2026-01-01T00:00:00Z')) {
  const timers = new TimerQueue();
  let now = startAt;
  const clock: KernelClock = {
    now: () => now,
    setTimer: (ms, run) => timers.add(now + Math.max(0, ms), run),
  };
  const kernel = new SimulationKernel(seed, clock);
  const drain = () => new Promise<void>((resolve) => setImmediate(resolve));
  const settle = async (untilMs = Number.POSITIVE_INFINITY): Promise<void> => {
    const end = now + untilMs;
    for (;;) {
      await drain();
      if (kernel.failure) throw kernel.failure.error;
      const at = timers.nextAt();
      if (at === undefined || at > end) break;
      now = at;
      timers.take()?.run();
    }
    if (Number.isFinite(end)) now = end;
  };
  return { kernel, settle };
}

/** Service-linked roles of services whose own role is there already. */
export const standInServiceLinked: RolePort['serviceLinked'] = (principal) => ({
  name: principal,
  arn: `arn:aws:iam::111122223333:role/aws-service-role/${principal}/own`,
  make: () => undefined,
});

const refuse = (port: string, given: object = {}) =>
  new Proxy(given, {
    get: (_, member) =>
      Reflect.get(given, member) ??
      (() => {
        throw new Error(`the test gave no stand-in for ${port}.${String(member)}`);
      }),
  }) as never;

/** A region with no neighbours: every port that a test does not give throws by name. IAM allows everything. */
export function standInRegion(
  parts: Partial<Omit<Region, 'settings'>> & { settings?: Partial<RegionSettings> } = {},
): Region {
  const { settings, ...ports } = parts;
  const name = ports.name ?? 'us-east-1';
  const accountId = ports.accountId ?? '111122223333';
  const region: Region = {
    name,
    accountId,
    partition: 'aws',
    kernel: refuse('kernel'),
    settings: { quotas: {}, buckets: {}, durationScale: 1, ...settings },
    faults: NOTHING_FAILS,
    outages: new Outages(ports.kernel ?? refuse('kernel')),
    arn: (service, resource, inRegion = name) => `arn:aws:${service}:${inRegion}:${accountId}:${resource}`,
    regionNames: () => [name],
    elsewhere: (other) => {
      if (other === name) return region;
      throw new Error(`the test has no region ${other}`);
    },
    service: refuse('service'),
    call: refuse('call'),
    authorize: () => undefined,
    lambda: refuse('lambda'),
    stepFunctions: refuse('stepFunctions'),
    events: refuse('events'),
    queues: refuse('queues'),
    topics: refuse('topics'),
    roles: refuse('roles', { serviceLinked: standInServiceLinked }),
    network: refuse('network'),
    logs: refuse('logs'),
    metrics: refuse('metrics'),
    ...ports,
  };
  return region;
}
