import { describe, expect, it } from '@jest/globals';
import { loadBalancerItems } from '../../../domain/decide/left-load-balancers.ts';
import { leftoverItems, type SeenRule } from '../../../domain/decide/leftovers.ts';
import type { PhaseItem } from '../../../domain/phase.ts';

const scope = { clusterName: 'shop', ownVpcId: 'vpc-own' };
const vpcId = 'vpc-own';
const group = (id: string) => ({ id, name: id, vpcId, tags: {} });
const rule = (isEgress: boolean): SeenRule => ({
  id: 'sgr-1',
  isEgress,
  group: group('sg-2'),
  mentionedGroupId: 'sg-1',
});
const held = { status: 'available', type: 'interface', groupIds: [], tags: {}, vpcId };

const asked = (items: readonly PhaseItem[]) =>
  items.map(({ key, task, decision }) =>
    decision.do === 'update'
      ? [key, task, decision.change.operation, decision.change.request]
      : [key, decision.do],
  );
const left = (mentions: readonly SeenRule[]) =>
  leftoverItems(
    {
      instances: [{ id: 'i-1', state: 'running', tags: { 'aws:eks:cluster-name': 'shop' } }],
      networkInterfaces: [
        { ...held, id: 'eni-1', description: 'aws-K8S-i-1' },
        { ...held, id: 'eni-2', description: 'AWS Lambda VPC ENI-eks-fleet-prod-forwarder-vpc-own-1' },
        ...['nat_gateway', 'vpc_endpoint', 'gateway_load_balancer_endpoint', 'transit_gateway'].map(
          (type) => ({
            ...held,
            id: `eni-${type}`,
            type,
            description: '',
          }),
        ),
      ],
      securityGroups: ['sg-1', 'sg-2', 'sg-3'].map(group),
      mentions,
    },
    scope,
    0,
  );

describe('what a cluster left', () => {
  const revoked = { GroupId: 'sg-2', SecurityGroupRuleIds: ['sgr-1'] };
  const groupGoes = (id: string) => [
    `securityGroup/${id}`,
    'delete-security-group',
    'DeleteSecurityGroup',
    { GroupId: id },
  ];

  it('is asked for by EC2’s own ids, and by no more than that; what a stack or Lambda holds is theirs', () => {
    expect(asked(left([rule(false)]))).toEqual([
      ['instance/i-1', 'terminate-instance', 'TerminateInstances', { InstanceIds: ['i-1'] }],
      [
        'networkInterface/eni-1',
        'delete-network-interface',
        'DeleteNetworkInterface',
        { NetworkInterfaceId: 'eni-1' },
      ],
      ['securityGroup/sg-1', 'delete-security-group', 'RevokeSecurityGroupIngress', revoked],
      groupGoes('sg-2'),
      groupGoes('sg-3'),
    ]);
    expect(asked(left([rule(true)]))).toContainEqual([
      'securityGroup/sg-1',
      'delete-security-group',
      'RevokeSecurityGroupEgress',
      revoked,
    ]);
  });

  it('is asked for of ELB by what each is known by', () => {
    const seen = (loadBalancers: readonly { generation: 'v2'; id: string; tags: object }[]) =>
      loadBalancerItems(
        { loadBalancers, targetGroups: [{ arn: 'arn:tg', vpcId, tags: {} }] } as never,
        scope,
      );
    const one = { generation: 'v2' as const, id: 'arn:lb', vpcId, tags: {} };
    expect(asked(seen([one]))).toEqual([
      ['loadBalancer/arn:lb', 'delete-load-balancer', 'DeleteLoadBalancer', { LoadBalancerArn: 'arn:lb' }],
      ['targetGroup/arn:tg', 'wait'],
    ]);
    expect(asked(seen([]))).toEqual([
      ['targetGroup/arn:tg', 'delete-load-balancer', 'DeleteTargetGroup', { TargetGroupArn: 'arn:tg' }],
    ]);
  });
});
