import { isForwarderInterface } from '../forwarder/names.ts';
import type { PhaseItem } from '../phase.ts';
import { type Change, type Decision, fail, update, wait } from './decision.ts';
import { isLeft, isOwned, lifecycleTag, NODE_TAGS, type Scope, type Tags } from './ownership.ts';

/** Interfaces, groups and instances that Kubernetes may have left, with EC2's own ids. */
export interface SeenLeftovers {
  readonly networkInterfaces: readonly SeenNetworkInterface[];
  readonly securityGroups: readonly SeenSecurityGroup[];
  /** Rules of any group that mention one of `securityGroups` and belong to another. */
  readonly mentions: readonly SeenRule[];
  readonly instances: readonly SeenInstance[];
}

export interface SeenNetworkInterface {
  readonly id: string;
  readonly vpcId: string;
  /** `available`, or `in-use` and the like while something holds it. */
  readonly status: string;
  /** EC2's InterfaceType. */
  readonly type: string;
  readonly description: string;
  readonly instanceId?: string;
  readonly groupIds: readonly string[];
  readonly tags: Tags;
}

export interface SeenSecurityGroup {
  readonly id: string;
  readonly name: string;
  readonly vpcId: string;
  readonly tags: Tags;
}

export interface SeenRule {
  readonly id: string;
  readonly isEgress: boolean;
  /** The group that the rule belongs to. */
  readonly group: SeenSecurityGroup;
  /** The group that it mentions. */
  readonly mentionedGroupId: string;
}

export interface SeenInstance {
  readonly id: string;
  /** EC2's state name. */
  readonly state: string;
  readonly tags: Tags;
}

const QUICK = { minSeconds: 2, maxSeconds: 60 };
/** The time after which an interface that is held is not going away: ELB and EKS give theirs back within minutes. */
export const PATIENCE_SECONDS = 1200;
/** Interfaces of these types belong to resources of the network's stack, and go with them; the SDK spells one anew. */
const TYPES_OF_STACKS = new Set([
  'nat_gateway',
  'natGateway',
  'vpc_endpoint',
  'gateway_load_balancer_endpoint',
  'transit_gateway',
]);

export function leftSecurityGroups(
  groups: readonly SeenSecurityGroup[],
  scope: Scope,
): readonly SeenSecurityGroup[] {
  return groups.filter((group) => group.name !== 'default' && isLeft(group, scope));
}

/** True where an instance's tags say that it is a node: only such an instance is terminated. */
const isNode = ({ tags }: SeenInstance): boolean => NODE_TAGS.some((name) => tags[name] !== undefined);

/** True for an instance of an Auto Scaling group: it goes with the group. */
const isScaled = ({ tags }: SeenInstance): boolean => tags['aws:autoscaling:groupName'] !== undefined;

/**
 * Instances that run in a VPC which would go with the cluster, and that nothing takes away: someone's, which the
 * deletion could only stumble over once the control plane is gone.
 */
export function guestInstances(seen: SeenLeftovers, { clusterName, ownVpcId }: Scope): readonly string[] {
  const goes = (one: SeenInstance) => isOwned(one.tags, clusterName) && (isNode(one) || isScaled(one));
  const own = new Set(seen.instances.filter(goes).map(({ id }) => id));
  const held = seen.networkInterfaces.filter(({ vpcId }) => vpcId === ownVpcId);
  const guests = held.flatMap(({ instanceId }) => (instanceId && !own.has(instanceId) ? instanceId : []));
  return [...new Set(guests)].sort();
}

const waitOrFail = (elapsedSeconds: number, waitsFor: string, reason: string): Decision =>
  elapsedSeconds < PATIENCE_SECONDS ? wait(waitsFor) : fail(reason);

function decideInstance(seen: SeenInstance, clusterName: string, elapsedSeconds: number): Decision {
  const { id, state } = seen;
  if (state === 'shutting-down') return wait(`end of ${id}`);
  if (isNode(seen))
    return update({ operation: 'TerminateInstances', request: { InstanceIds: [id] } }, `terminate ${id}`);
  const reason = `${id} has the tag ${lifecycleTag(clusterName)}, and none that nodes have (${NODE_TAGS.join(', ')}), so it is left as it is; terminate it, then delete the cluster again`;
  return waitOrFail(elapsedSeconds, `end of ${id}`, reason);
}

const instanceItem = (seen: SeenInstance, { clusterName }: Scope, elapsedSeconds: number): PhaseItem => ({
  key: `instance/${seen.id}`,
  task: 'terminate-instance',
  decision: decideInstance(seen, clusterName, elapsedSeconds),
  expected: QUICK,
});

const holderOf = ({ instanceId, description, type }: SeenNetworkInterface): string =>
  instanceId === undefined ? `${type} "${description}"` : `instance ${instanceId}`;

/** An interface in use belongs to something that is going away, and goes with it. */
function networkInterfaceItem(seen: SeenNetworkInterface, elapsedSeconds: number): PhaseItem {
  const { id, status } = seen;
  const change = { operation: 'DeleteNetworkInterface', request: { NetworkInterfaceId: id } };
  const decision =
    status === 'available'
      ? update(change, `delete ${id}`)
      : waitOrFail(
          elapsedSeconds,
          `release of ${id}`,
          `${id} is still in use by ${holderOf(seen)}; remove what uses it, then delete the cluster again`,
        );
  return { key: `networkInterface/${id}`, task: 'delete-network-interface', decision, expected: QUICK };
}

/** A rule may be taken out of the cluster's own groups, of its stacks' groups, and of any group in its own VPC. */
function mayRevoke({ group }: SeenRule, { clusterName, ownVpcId }: Scope): boolean {
  return (
    group.vpcId === ownVpcId ||
    isOwned(group.tags, clusterName) ||
    group.tags['eks-fleet.dev/cluster'] === clusterName
  );
}

function revocation({ id, isEgress, group, mentionedGroupId }: SeenRule): Decision {
  const change: Change = {
    operation: isEgress ? 'RevokeSecurityGroupEgress' : 'RevokeSecurityGroupIngress',
    request: { GroupId: group.id, SecurityGroupRuleIds: [id] },
  };
  return update(change, `revoke ${id} of ${group.id}, which mentions ${mentionedGroupId}`);
}

function decideSecurityGroup(
  { id }: SeenSecurityGroup,
  seen: SeenLeftovers,
  scope: Scope,
  elapsedSeconds: number,
): Decision {
  const mentions = seen.mentions.filter(
    ({ mentionedGroupId, group }) => mentionedGroupId === id && group.id !== id,
  );
  const foreign = mentions.find((rule) => !mayRevoke(rule, scope));
  if (foreign)
    return fail(
      `rule ${foreign.id} of ${foreign.group.id} (${foreign.group.name}), which is not this cluster's, mentions ${id}; revoke it, then delete the cluster again`,
    );
  const [rule] = mentions;
  if (rule) return revocation(rule);
  const holder = seen.networkInterfaces.find(({ groupIds }) => groupIds.includes(id));
  if (holder) {
    const reason = `${id} is still in use by ${holder.id} of ${holderOf(holder)}; remove what uses it, then delete the cluster again`;
    return waitOrFail(elapsedSeconds, `release of ${id}`, reason);
  }
  return update({ operation: 'DeleteSecurityGroup', request: { GroupId: id } }, `delete ${id}`);
}

/**
 * The order that works: instances, then interfaces once nothing uses them, then security groups once no
 * interface is in them and no rule of another group mentions them.
 */
export function leftoverItems(
  seen: SeenLeftovers,
  scope: Scope,
  elapsedSeconds: number,
): readonly PhaseItem[] {
  const instances = seen.instances.filter(
    ({ state, tags }) => state !== 'terminated' && isOwned(tags, scope.clusterName),
  );
  const networkInterfaces = seen.networkInterfaces.filter(
    (held) =>
      !TYPES_OF_STACKS.has(held.type) && !isForwarderInterface(held.description) && isLeft(held, scope),
  );
  const securityGroups = leftSecurityGroups(seen.securityGroups, scope);
  return [
    ...instances.map((seen) => instanceItem(seen, scope, elapsedSeconds)),
    ...networkInterfaces.map((held) => networkInterfaceItem(held, elapsedSeconds)),
    ...securityGroups.map((group) => ({
      key: `securityGroup/${group.id}`,
      task: 'delete-security-group',
      decision: decideSecurityGroup(group, seen, scope, elapsedSeconds),
      expected: QUICK,
    })),
  ];
}
