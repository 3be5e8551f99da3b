import { ready, stackItem } from '../decide/compute-deletion.ts';
import { nothing } from '../decide/decision.ts';
import type { Deleting } from '../decide/deletion.ts';
import { stackNameOf } from '../desired/names.ts';
import type { PhaseItem } from '../phase.ts';
import type { DatedStack } from '../ports/stacks.ts';
import { isGoing } from './decide-forwarder.ts';
import { RULE_PURPOSE } from './names.ts';

/** The forwarder of a cluster's VPC, as the cluster's deletion sees it. */
export interface SeenOfForwarder {
  readonly stack: DatedStack;
  /** The stacks that import its group: the cluster's own rule among them, until that is gone. */
  readonly importers: readonly string[];
}

/** Whether clusters beside this one are reached by it. */
function isShared({ importers }: SeenOfForwarder, clusterName: string): boolean {
  const own = stackNameOf(clusterName, RULE_PURPOSE);
  return importers.some((stackName) => stackName !== own);
}

/**
 * The end of a forwarder that nobody else needs, begun together with what runs pods: Lambda gives its interfaces back
 * only minutes later, and the control plane goes meanwhile. That it has begun is enough here.
 */
export function forwarderBeginning(
  seen: SeenOfForwarder | undefined,
  clusterName: string,
  deleting: Deleting,
): readonly PhaseItem[] {
  if (!seen || isShared(seen, clusterName)) return [];
  const item = stackItem(seen.stack, deleting);
  const isBegun = isGoing(seen.stack) || item.decision.do === 'fail';
  const needs = [ready(`stack/${stackNameOf(clusterName, RULE_PURPOSE)}`)];
  return [{ ...item, needs, ...(isBegun ? { decision: nothing } : {}) }];
}

/** The same at the end, when the network is to go: the subnets are held until Lambda has given back its interfaces. */
export const forwarderEnd = (
  seen: SeenOfForwarder | undefined,
  clusterName: string,
  deleting: Deleting,
): readonly PhaseItem[] => (!seen || isShared(seen, clusterName) ? [] : [stackItem(seen.stack, deleting)]);
