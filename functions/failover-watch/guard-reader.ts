import type { Known } from '../../domain/failover/observe.ts';
import { NEVER_MOVED } from '../../domain/failover/observe.ts';
import { unreadyBy } from '../../domain/failover/readiness.ts';
import type { GuardPort } from '../../domain/ports/guard.ts';

/** A read of Guard, or undefined where it does not answer: whatever the reason, nobody knows then. */
export const unlessGuardFails = <T>(read: Promise<T>): Promise<T | undefined> => read.catch(() => undefined);

/** Everything that Guard says of a plan now. */
export async function knownOf(guard: GuardPort, plan: string, at: number): Promise<Known> {
  const read = Promise.all([guard.read(plan), guard.readiness(plan)]);
  const found = await unlessGuardFails(read);
  if (!found) return { guard: undefined, unready: [] };
  const [item, readiness] = found;
  return {
    guard: item ?? { plan, ...NEVER_MOVED },
    unready: unreadyBy(readiness, at),
    ...(item ? { sinceMovedSeconds: (at - Date.parse(item.at)) / 1000 } : {}),
  };
}
