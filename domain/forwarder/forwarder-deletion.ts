import { ready, stackItem } from '../decide/compute-deletion.ts';
import { nothing, wait } from '../decide/decision.ts';
import type { Deleting } from '../decide/deletion.ts';
import { stackNameOf } from '../desired/names.ts';
import type { PhaseItem } from '../phase.ts';
import type { DatedStack } from '../ports/stacks.ts';
import { isFresh, isGoing } from './decide-forwarder.ts';
import { RULE_PURPOSE } from './names.ts';

/** The forwarder of a cluster's VPC, as the cluster's deletion sees it. */
export interface SeenOfForwarder {
  readonly stack: DatedStack;
  /** The stacks that import its group: the cluster's own rule among them, until that is gone. */
  readonly importers: readonly string[];
  /** ISO 8601: when it was looked at. */
  readonly at: string;
}

/** True where clusters beside this one are reached by it. */
function isShared({ importers }: SeenOfForwarder, clusterName: string): boolean {
  const own = stackNameOf(clusterName, RULE_PURPOSE);
  return importers.some((stackName) => stackName !== own);
}

/**
 * The deletion of a forwarder that nobody else needs. Somebody who has just made one is left the time to say that
 * they need it.
 */
function itemOf(
  seen: SeenOfForwarder | undefined,
  clusterName: string,
  deleting: Deleting,
): PhaseItem | undefined {
  if (!seen || isShared(seen, clusterName)) return undefined;
  const item = stackItem(seen.stack, deleting);
  const mayBeNeeded =
    seen.importers.length === 0 && item.decision.do === 'update' && isFresh(seen.stack, seen.at);
  return mayBeNeeded ? { ...item, decision: wait('neighbours') } : item;
}

/**
 * The beginning of a forwarder's end, together with the deletion of everything that runs pods. Lambda gives its
 * interfaces back only minutes later, and the control plane goes meanwhile: so it is enough here that it has begun.
 */
export function forwarderBeginning(
  seen: SeenOfForwarder | undefined,
  clusterName: string,
  deleting: Deleting,
): readonly PhaseItem[] {
  const item = itemOf(seen, clusterName, deleting);
  if (!seen || !item) return [];
  const isBegun = isGoing(seen.stack) || item.decision.do === 'fail';
  const needs = [ready(`stack/${stackNameOf(clusterName, RULE_PURPOSE)}`)];
  return [{ ...item, needs, ...(isBegun ? { decision: nothing } : {}) }];
}

/** The same at the end, when the network is to go: the subnets are held until Lambda has given back its interfaces. */
export function forwarderEnd(
  seen: SeenOfForwarder | undefined,
  clusterName: string,
  deleting: Deleting,
): readonly PhaseItem[] {
  const item = itemOf(seen, clusterName, deleting);
  return item ? [item] : [];
}
