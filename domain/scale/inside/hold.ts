import type { SeenForScaling } from '../seen.ts';
import { isReached } from './inside.ts';

/** The longest time that pods may hold a sleep up; then it goes on, and names the pods that it went over. */
const LIMIT_SECONDS = 2 * 3600;
const LOOK_AGAIN_SECONDS = 300;
/** As many as a fact names. */
const MOST_NAMED = 10;

type Hold =
  | { readonly outcome: 'Held'; readonly waitSeconds: number; readonly reason: string }
  | { readonly outcome: 'None'; readonly notes: readonly string[] };

function named(pods: readonly string[]): string {
  const more = pods.length > MOST_NAMED ? ` and ${pods.length - MOST_NAMED} more` : '';
  return `${pods.slice(0, MOST_NAMED).join(', ')}${more}`;
}

/**
 * Decides whether pods with a hold label keep a cluster awake for now. A cluster that sleeps already has no pods that
 * run.
 */
export function decideHold({ provisioning, elapsedSeconds, memory }: SeenForScaling): Hold {
  const { inside } = provisioning;
  const held = isReached(inside) ? inside.held : [];
  if (held.length === 0 || memory) return { outcome: 'None', notes: [] };
  const left = LIMIT_SECONDS - elapsedSeconds;
  if (left <= 0)
    return { outcome: 'None', notes: [`the sleep was held for 2 hours, and went on over ${named(held)}`] };
  const waitSeconds = Math.ceil(Math.min(left, LOOK_AGAIN_SECONDS));
  return {
    outcome: 'Held',
    waitSeconds,
    reason: `pods ask the sleep to wait for them, for 2 hours at most: ${named(held)}`,
  };
}
