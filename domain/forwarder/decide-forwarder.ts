import type { Way } from '../access/reach.ts';
import { decideStack, stackOutputs } from '../decide/stack.ts';
import { decideStackDeletion } from '../decide/stack-deletion.ts';
import type { DesiredStack } from '../desired/template.ts';
import type { DatedStack } from '../ports/stacks.ts';
import type { ForwarderNames } from './names.ts';
import { type ForwarderDeployment, forwarderStack, keptSubnets, ruleStack } from './stacks.ts';

/** The facts by which a cluster's way through its VPC is decided. */
export interface SeenForwarder {
  readonly clusterName: string;
  /** True where the fleet speaks to the cluster's API at all. */
  readonly isWanted: boolean;
  /** The way to the API of a cluster that is there. */
  readonly way: Way | undefined;
  /** The VPC's blocks, read where a forwarder is wanted; undefined where EC2 knows no such VPC. */
  readonly cidrs: readonly string[] | undefined;
  readonly deployment: ForwarderDeployment;
  /** The names that belong to the VPC that the cluster is, or was, in. */
  readonly names: ForwarderNames | undefined;
  /** The stack of the VPC's forwarder, and of the cluster's rule. */
  readonly forwarder: DatedStack | undefined;
  readonly rule: DatedStack | undefined;
  /** The stacks that import the forwarder's group; asked for where the forwarder might go. */
  readonly importers: readonly string[];
  /**
   * The time at which the first look began, ISO 8601. A change since then is this operation's attempt, or a
   * neighbour's.
   */
  readonly since: string;
  /** ISO 8601: when this look began. */
  readonly at: string;
  readonly elapsedSeconds: number;
}

export type ForwarderDecision =
  | { readonly do: 'create' | 'update'; readonly stack: DesiredStack }
  /** `why` it is to go: it never came up, or nobody needs it. */
  | { readonly do: 'delete'; readonly stackName: string; readonly why: 'failed' | 'unused' }
  | { readonly do: 'wait'; readonly seconds: number }
  /** The way is there, or none is needed. */
  | { readonly do: 'settle' }
  | { readonly do: 'fail'; readonly why: string };

/** A function in a VPC takes a minute or two, and one that is just going has to be gone before. */
const GIVE_UP_AFTER_SECONDS = 3000;
/** A forwarder that goes takes Lambda as long as this to give back its interfaces. */
const GOING_SECONDS = 30;
const COMING_SECONDS = 10;
/** In how many subnets a function can be (Lambda API reference, `VpcConfig`); a cluster may name more. */
const SUBNETS_MAX = 16;

const settled: ForwarderDecision = { do: 'settle' };

/** Brings one stack to its desired state; undefined where it is in it. */
function bring(
  stack: DesiredStack,
  observed: DatedStack | undefined,
  { since, elapsedSeconds }: Pick<SeenForwarder, 'since' | 'elapsedSeconds'>,
): ForwarderDecision | undefined {
  const decision = decideStack(stack, observed, observed !== undefined && observed.changedAt >= since);
  switch (decision.do) {
    case 'nothing':
      return undefined;
    case 'create':
      return { do: 'create', stack };
    case 'update':
      return decision.change.operation === 'DeleteStack'
        ? { do: 'delete', stackName: stack.stackName, why: 'failed' }
        : { do: 'update', stack };
    case 'wait':
      if (elapsedSeconds >= GIVE_UP_AFTER_SECONDS)
        return { do: 'fail', why: `stack ${stack.stackName} is ${decision.operation} for too long` };
      return {
        do: 'wait',
        seconds: decision.operation.startsWith('DELETE') ? GOING_SECONDS : COMING_SECONDS,
      };
    case 'fail':
    case 'refuse':
      return { do: 'fail', why: decision.reason };
  }
}

/** The forwarder first, since the rule imports its group. */
function make(seen: SeenForwarder, way: Extract<Way, { by: 'forwarder' }>): ForwarderDecision {
  const { clusterName, cidrs, deployment, forwarder, rule } = seen;
  const { vpcId, groupId } = way;
  if (!cidrs) return { do: 'fail', why: `EC2 knows no VPC ${vpcId}` };
  const kept = forwarder && keptSubnets(stackOutputs(forwarder));
  const network = { vpcId, cidrs, subnetIds: kept ?? way.subnetIds.slice(0, SUBNETS_MAX) };
  // A rule whose import failed with an earlier forwarder, which went in that moment, may be tried again with this one.
  const since = forwarder && forwarder.changedAt > seen.since ? forwarder.changedAt : seen.since;
  return (
    bring(forwarderStack(network, deployment), forwarder, seen) ??
    bring(ruleStack({ name: clusterName, groupId }, vpcId, deployment.stage), rule, { ...seen, since }) ??
    settled
  );
}

/**
 * True where a forwarder was made or changed lately. Its maker may not have let it into a cluster yet: then no
 * cluster holds it, and one is about to.
 */
export const isFresh = ({ changedAt }: DatedStack, at: string): boolean =>
  Date.parse(at) - Date.parse(changedAt) < FRESH_SECONDS * 1000;
const FRESH_SECONDS = 180;

/** The rule first; then the forwarder, where no other cluster needs it. Nobody waits for the forwarder's end. */
function unmake({ forwarder, rule, importers, since, at }: SeenForwarder): ForwarderDecision {
  if (rule) {
    const decision = decideStackDeletion(rule, rule.changedAt >= since);
    if (decision.do === 'wait') return { do: 'wait', seconds: COMING_SECONDS };
    if (decision.do === 'update') return { do: 'delete', stackName: rule.StackName, why: 'unused' };
    if (decision.do === 'fail') return { do: 'fail', why: decision.reason };
  }
  if (!forwarder || isGoing(forwarder) || importers.length > 0) return settled;
  // A forwarder that is being made or changed is wanted by somebody.
  if (forwarder.StackStatus.endsWith('_IN_PROGRESS')) return settled;
  if (isFresh(forwarder, at) && !forwarder.StackStatus.endsWith('_FAILED'))
    return { do: 'wait', seconds: GOING_SECONDS };
  if (forwarder.StackStatus === 'DELETE_FAILED' && forwarder.changedAt >= since)
    return { do: 'fail', why: `stack ${forwarder.StackName} could not be deleted` };
  return { do: 'delete', stackName: forwarder.StackName, why: 'unused' };
}

/** A stack that is on its way out, or gone. */
export const isGoing = ({ StackStatus }: Pick<DatedStack, 'StackStatus'>): boolean =>
  StackStatus === 'DELETE_IN_PROGRESS' || StackStatus === 'DELETE_COMPLETE';

/** The next step by which a cluster's API is reached through its VPC, or no longer is. One change at a time. */
export function decideForwarder(seen: SeenForwarder): ForwarderDecision {
  const { isWanted, way } = seen;
  return isWanted && way?.by === 'forwarder' ? make(seen, way) : unmake(seen);
}
