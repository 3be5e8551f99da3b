import { type Known, NEVER_MOVED } from '../../domain/failover/observe.ts';
import { unreadyBy } from '../../domain/failover/readiness.ts';
import type { GuardPort } from '../../domain/ports/guard.ts';
import type { Denials } from './denials.ts';

/** Everything that Guard says of a plan now. */
export async function knownOf(
  guard: GuardPort,
  plan: string,
  { at, denials }: { readonly at: number; readonly denials: Denials },
): Promise<Known> {
  const found = await denials.unlessFails(Promise.all([guard.read(plan), guard.readiness(plan)]));
  if (!found) return { guard: undefined, unready: [] };
  const [item, readiness] = found;
  return {
    guard: item ?? { plan, ...NEVER_MOVED },
    unready: unreadyBy(readiness, at),
    ...(item ? { sinceMovedSeconds: (at - Date.parse(item.at)) / 1000 } : {}),
  };
}
