import type { PhaseItem } from '../phase.ts';
import { type Change, nothing, update, wait } from './decision.ts';

/** What Kubernetes made in a cluster's network and nobody took away: with EC2's and ELB's own ids. */
export interface Leftovers {
  readonly loadBalancers: readonly LeftLoadBalancer[];
  readonly targetGroups: readonly { readonly arn: string }[];
  readonly networkInterfaces: readonly LeftNetworkInterface[];
  readonly securityGroups: readonly LeftSecurityGroup[];
  readonly volumes: readonly { readonly volumeId: string; readonly state: string }[];
}

export interface LeftLoadBalancer {
  /** The ARN, or the name of a classic one. */
  readonly id: string;
  readonly generation: 'classic' | 'v2';
}

export interface LeftNetworkInterface {
  readonly networkInterfaceId: string;
  readonly status: string;
  readonly groupIds: readonly string[];
}

/** A group that is left, and the rules of any group that mention it: those must go before the group can. */
export interface LeftSecurityGroup {
  readonly groupId: string;
  readonly rules: readonly SecurityGroupRule[];
}

export interface SecurityGroupRule {
  /** The group that the rule belongs to. */
  readonly groupId: string;
  readonly ruleId: string;
  readonly isEgress: boolean;
}

const QUICK = { minSeconds: 2, maxSeconds: 60 };
type Item = PhaseItem;

function item(key: string, task: string, change: Change, summary: string): Item {
  return { key, task, decision: update(change, summary), expected: QUICK };
}

/** An interface in use belongs to something that is going away, and goes with it. */
function networkInterfaceItem({ networkInterfaceId: id, status }: LeftNetworkInterface): Item {
  const key = `networkInterface/${id}`;
  if (status !== 'available')
    return { key, task: 'delete-network-interface', decision: wait(`release of ${id}`), expected: QUICK };
  return item(
    key,
    'delete-network-interface',
    { operation: 'DeleteNetworkInterface', request: { NetworkInterfaceId: id } },
    `delete ${id}`,
  );
}

function securityGroupItem(group: LeftSecurityGroup, held: ReadonlySet<string>): Item {
  const { groupId, rules } = group;
  const key = `securityGroup/${groupId}`;
  const [rule] = rules;
  if (rule) {
    const operation = rule.isEgress ? 'RevokeSecurityGroupEgress' : 'RevokeSecurityGroupIngress';
    const request = { GroupId: rule.groupId, SecurityGroupRuleIds: [rule.ruleId] };
    return item(
      key,
      'delete-security-group',
      { operation, request },
      `revoke ${rule.ruleId} of ${rule.groupId}, which mentions ${groupId}`,
    );
  }
  if (held.has(groupId))
    return { key, task: 'delete-security-group', decision: wait(`release of ${groupId}`), expected: QUICK };
  return item(
    key,
    'delete-security-group',
    { operation: 'DeleteSecurityGroup', request: { GroupId: groupId } },
    `delete ${groupId}`,
  );
}

/**
 * The order that works: load balancers first, then their target groups; interfaces once nothing uses them;
 * security groups once no interface is in them and no rule mentions them.
 */
export function leftoverItems(left: Leftovers): readonly Item[] {
  const loadBalancers = left.loadBalancers.map(({ id, generation }) =>
    item(
      `loadBalancer/${id}`,
      'delete-load-balancer',
      {
        operation: generation === 'v2' ? 'DeleteLoadBalancer' : 'DeleteClassicLoadBalancer',
        request: { id },
      },
      `delete load balancer ${id}`,
    ),
  );
  const targetGroups = left.targetGroups.map(({ arn }) => {
    const made = item(
      `targetGroup/${arn}`,
      'delete-load-balancer',
      { operation: 'DeleteTargetGroup', request: { id: arn } },
      `delete target group ${arn}`,
    );
    return loadBalancers.length === 0 ? made : { ...made, decision: wait('deletion of the load balancers') };
  });
  const held = new Set(left.networkInterfaces.flatMap(({ groupIds }) => groupIds));
  const volumes = left.volumes.map(({ volumeId, state }) =>
    state === 'available'
      ? item(
          `volume/${volumeId}`,
          'delete-volume',
          { operation: 'DeleteVolume', request: { VolumeId: volumeId } },
          `delete ${volumeId}`,
        )
      : {
          key: `volume/${volumeId}`,
          task: 'delete-volume',
          decision: state === 'deleting' ? nothing : wait(`detachment of ${volumeId}`),
          expected: QUICK,
        },
  );
  return [
    ...loadBalancers,
    ...targetGroups,
    ...left.networkInterfaces.map(networkInterfaceItem),
    ...left.securityGroups.map((group) => securityGroupItem(group, held)),
    ...volumes,
  ];
}
