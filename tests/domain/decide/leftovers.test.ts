import { describe, expect, it } from '@jest/globals';
import { loadBalancerItems } from '../../../domain/decide/left-load-balancers.ts';
import {
  guestInstances,
  leftoverItems,
  PATIENCE_SECONDS,
  type SeenInstance,
  type SeenLeftovers,
  type SeenNetworkInterface,
  type SeenRule,
  type SeenSecurityGroup,
} from '../../../domain/decide/leftovers.ts';
import { NODE_TAGS, type Scope, scopeOf } from '../../../domain/decide/ownership.ts';

const own: Scope = { clusterName: 'shop', ownVpcId: 'vpc-own' };
const given: Scope = { clusterName: 'shop' };
const owned = { 'kubernetes.io/cluster/shop': 'owned' };
const node = { ...owned, 'karpenter.sh/nodepool': 'default' };

const networkInterface = (more: Partial<SeenNetworkInterface>): SeenNetworkInterface => ({
  id: 'eni-1',
  vpcId: 'vpc-own',
  status: 'available',
  type: 'interface',
  description: 'aws-K8S-i-1',
  groupIds: [],
  tags: {},
  ...more,
});
const group = (more: Partial<SeenSecurityGroup>): SeenSecurityGroup => ({
  id: 'sg-1',
  name: 'k8s-traffic',
  vpcId: 'vpc-own',
  tags: {},
  ...more,
});
const instance = (more: Partial<SeenInstance>): SeenInstance => ({
  id: 'i-1',
  state: 'running',
  tags: node,
  ...more,
});

const summaries = (seen: Partial<SeenLeftovers>, scope: Scope, elapsedSeconds = 0) =>
  leftoverItems(
    { networkInterfaces: [], securityGroups: [], mentions: [], instances: [], ...seen },
    scope,
    elapsedSeconds,
  ).map(({ key, decision }) => {
    if (decision.do === 'update') return `${decision.change.operation} ${key}`;
    return `${decision.do} ${key}${decision.do === 'fail' ? `: ${decision.reason}` : ''}`;
  });

describe('instances of others', () => {
  const seen: SeenLeftovers = {
    networkInterfaces: [
      networkInterface({ id: 'eni-node', instanceId: 'i-1' }),
      networkInterface({ id: 'eni-theirs', instanceId: 'i-2' }),
      networkInterface({ id: 'eni-second', instanceId: 'i-2' }),
      networkInterface({ id: 'eni-away', instanceId: 'i-3', vpcId: 'vpc-other' }),
    ],
    securityGroups: [],
    mentions: [],
    instances: [instance({}), instance({ id: 'i-2', tags: {} })],
  };

  it('are those in the cluster’s own VPC that do not say that they are the cluster’s', () => {
    expect(guestInstances(seen, own)).toEqual(['i-2']);
  });

  it('are those as well that are no nodes, though they say that they are the cluster’s', () => {
    const byHand = { ...seen, instances: [instance({ tags: owned })] };
    expect(guestInstances(byHand, own)).toEqual(['i-1', 'i-2']);
    const scaled = { ...owned, 'aws:autoscaling:groupName': 'web' };
    expect(guestInstances({ ...seen, instances: [instance({ tags: scaled })] }, own)).toEqual(['i-2']);
  });

  it('are nobody’s business in a network that stays', () => {
    expect(guestInstances(seen, given)).toEqual([]);
  });
});

describe('where left-overs are looked for', () => {
  const network = {
    StackId: 'arn',
    StackName: 'eks-fleet-shop-network',
    StackStatus: 'CREATE_COMPLETE',
    Outputs: [{ OutputKey: 'VPC', OutputValue: 'vpc-own' }],
    changedAt: '2026-11-24T09:00:00.000Z',
    tags: { 'eks-fleet.dev/cluster': 'shop' },
  };

  it('is the VPC that our stack made, and only that', () => {
    expect(scopeOf('shop', network)).toEqual(own);
    expect(scopeOf('shop', { ...network, Outputs: [] })).toEqual(given);
    expect(scopeOf('shop', undefined)).toEqual(given);
  });

  it('is no VPC of a stack that only has the name', () => {
    expect(scopeOf('shop', { ...network, tags: {} })).toEqual(given);
    expect(scopeOf('shop', { ...network, tags: { 'eks-fleet.dev/cluster': 'other' } })).toEqual(given);
  });
});

describe('interfaces that are left', () => {
  const interfaces = (more: Partial<SeenNetworkInterface>, scope = own, elapsedSeconds = 0) =>
    summaries({ networkInterfaces: [networkInterface(more)] }, scope, elapsedSeconds);

  it.each([
    ['in the cluster’s own VPC', {}, own],
    [
      'of the VPC CNI, in any VPC',
      { vpcId: 'vpc-given', tags: { 'cluster.k8s.amazonaws.com/name': 'shop' } },
      given,
    ],
    ['of Auto Mode, in any VPC', { vpcId: 'vpc-given', tags: { 'eks:eks-cluster-name': 'shop' } }, given],
    ['of the cloud provider, in any VPC', { vpcId: 'vpc-given', tags: owned }, given],
  ] as const)('are deleted %s', (_, more, scope) => {
    expect(interfaces(more, scope)).toEqual(['DeleteNetworkInterface networkInterface/eni-1']);
  });

  it.each([
    ['of others in a given VPC', { vpcId: 'vpc-given' }],
    ['of another cluster', { vpcId: 'vpc-given', tags: { 'cluster.k8s.amazonaws.com/name': 'shop-east' } }],
    [
      'that the cluster only shared',
      { vpcId: 'vpc-given', tags: { 'kubernetes.io/cluster/shop': 'shared' } },
    ],
  ])('stay if they are %s', (_, more) => {
    expect(interfaces(more, given)).toEqual([]);
  });

  it.each(['nat_gateway', 'natGateway', 'vpc_endpoint'])(
    'go with the network’s stack where their type is %s',
    (type) => {
      expect(interfaces({ type, status: 'in-use' })).toEqual([]);
    },
  );

  it('are waited for while something uses them', () => {
    expect(interfaces({ status: 'in-use' })).toEqual(['wait networkInterface/eni-1']);
  });

  it('end the operation when what uses them does not go away', () => {
    const [text] = interfaces({ status: 'in-use', instanceId: 'i-9' }, own, PATIENCE_SECONDS);
    expect(text).toMatch(/^fail networkInterface\/eni-1: eni-1 is still in use by instance i-9; remove what/);
  });
});

describe('what is told of what is left', () => {
  const told = (seen: Partial<SeenLeftovers>) =>
    leftoverItems(
      { networkInterfaces: [], securityGroups: [], mentions: [], instances: [], ...seen },
      own,
      0,
    ).map(({ decision }) => {
      if (decision.do === 'update') return decision.summary;
      return decision.do === 'wait' ? decision.operation : decision.do;
    });

  it('says what goes, by its id', () => {
    expect(told({ instances: [instance({})] })).toEqual(['terminate i-1']);
    expect(told({ networkInterfaces: [networkInterface({})] })).toEqual(['delete eni-1']);
    expect(told({ securityGroups: [group({})] })).toEqual(['delete sg-1']);
    const rule = { id: 'sgr-1', isEgress: false, group: group({ id: 'sg-2' }), mentionedGroupId: 'sg-1' };
    expect(told({ securityGroups: [group({})], mentions: [rule] })).toEqual([
      'revoke sgr-1 of sg-2, which mentions sg-1',
    ]);
  });

  it('says what is waited for, by its id', () => {
    expect(told({ instances: [instance({ state: 'shutting-down' })] })).toEqual(['end of i-1']);
    expect(told({ instances: [instance({ tags: owned })] })).toEqual(['end of i-1']);
    const held = networkInterface({ status: 'in-use', groupIds: ['sg-1'] });
    expect(told({ networkInterfaces: [held] })).toEqual(['release of eni-1']);
    expect(told({ networkInterfaces: [held], securityGroups: [group({})] })).toEqual([
      ...['release of eni-1', 'release of sg-1'],
    ]);
  });

  it('says of an instance that is left as it is which tags nodes have', () => {
    const [text] = summaries({ instances: [instance({ tags: owned })] }, own, PATIENCE_SECONDS);
    expect(text).toContain(`none that nodes have (${NODE_TAGS.join(', ')}), so it is left as it is`);
  });
});

describe('what has no VPC', () => {
  const targetGroups = [{ arn: 'arn:tg', tags: {} }];
  const ofOurs = { arn: 'arn:ours', tags: { 'elbv2.k8s.aws/cluster': 'shop' } };

  it('is left alone in a network that stays, where it does not say that it is the cluster’s', () => {
    expect(loadBalancerItems({ loadBalancers: [], targetGroups }, given)).toEqual([]);
    expect(loadBalancerItems({ loadBalancers: [], targetGroups }, own)).toEqual([]);
  });

  it('goes where it does, and is told by its ARN', () => {
    const [item, ...more] = loadBalancerItems({ loadBalancers: [], targetGroups: [ofOurs] }, given);
    expect(more).toEqual([]);
    expect(item?.decision).toMatchObject({ do: 'update', summary: 'delete target group arn:ours' });
  });
});

describe('instances of others in the order of their ids', () => {
  it('are told once each', () => {
    const of = (instanceId: string) => networkInterface({ id: `eni-${instanceId}`, instanceId });
    const networkInterfaces = [of('i-9'), of('i-3'), of('i-9')];
    const seen = { networkInterfaces, securityGroups: [], mentions: [], instances: [] };
    expect(guestInstances(seen, own)).toEqual(['i-3', 'i-9']);
  });
});

describe('security groups that are left', () => {
  const mention = (more: Partial<SeenRule>): SeenRule => ({
    id: 'sgr-1',
    isEgress: false,
    group: group({ id: 'sg-2' }),
    mentionedGroupId: 'sg-1',
    ...more,
  });
  const groups = (seen: Partial<SeenLeftovers>, scope = own, elapsedSeconds = 0) =>
    summaries({ securityGroups: [group({})], ...seen }, scope, elapsedSeconds);

  it('are deleted once nothing is in them', () => {
    expect(groups({})).toEqual(['DeleteSecurityGroup securityGroup/sg-1']);
  });

  it.each([
    ['default', { name: 'default' }],
    ['of a stack', { tags: { 'aws:cloudformation:stack-id': 'arn' } }],
    ['of a stack, and tagged', { tags: { ...owned, 'aws:cloudformation:stack-id': 'arn' } }],
    ['of another VPC', { vpcId: 'vpc-other' }],
  ])('stay if they are %s', (_, more) => {
    expect(groups({ securityGroups: [group(more)] })).toEqual([]);
  });

  it('lose the rules of other groups that mention them first', () => {
    expect(groups({ mentions: [mention({})] })).toEqual(['RevokeSecurityGroupIngress securityGroup/sg-1']);
    expect(groups({ mentions: [mention({ isEgress: true })] })).toEqual([
      'RevokeSecurityGroupEgress securityGroup/sg-1',
    ]);
  });

  it('do not mind a rule of their own that mentions them', () => {
    expect(groups({ mentions: [mention({ group: group({}) })] })).toEqual([
      'DeleteSecurityGroup securityGroup/sg-1',
    ]);
  });

  it('lose rules in a given network where the rule’s group is the cluster’s or its stacks’', () => {
    const securityGroups = [group({ vpcId: 'vpc-given', tags: owned })];
    for (const tags of [owned, { 'eks-fleet.dev/cluster': 'shop' }]) {
      const mentions = [mention({ group: group({ id: 'sg-2', vpcId: 'vpc-given', tags }) })];
      expect(groups({ securityGroups, mentions }, given)).toEqual([
        'RevokeSecurityGroupIngress securityGroup/sg-1',
      ]);
    }
  });

  it('end the operation where a group of the user’s mentions them', () => {
    const securityGroups = [group({ vpcId: 'vpc-given', tags: owned })];
    const database = group({ id: 'sg-db', name: 'database', vpcId: 'vpc-given' });
    expect(groups({ securityGroups, mentions: [mention({ group: database })] }, given)).toEqual([
      "fail securityGroup/sg-1: rule sgr-1 of sg-db (database), which is not this cluster's, mentions sg-1; revoke it, then delete the cluster again",
    ]);
  });

  it('wait for the interfaces in them, whoever’s these are', () => {
    const networkInterfaces = [
      networkInterface({ vpcId: 'vpc-given', status: 'in-use', groupIds: ['sg-1'], description: 'RDS' }),
    ];
    const seen = { securityGroups: [group({ vpcId: 'vpc-given', tags: owned })], networkInterfaces };
    expect(groups(seen, given)).toEqual(['wait securityGroup/sg-1']);
    expect(groups(seen, given, PATIENCE_SECONDS)[0]).toMatch(
      /^fail securityGroup\/sg-1: sg-1 is still in use by eni-1 of interface "RDS"/,
    );
  });
});

describe('instances that are left', () => {
  it.each([
    ['running', ['TerminateInstances instance/i-1']],
    ['stopped', ['TerminateInstances instance/i-1']],
    ['shutting-down', ['wait instance/i-1']],
    ['terminated', []],
  ])('when %s', (state, expected) => {
    expect(summaries({ instances: [instance({ state })] }, given)).toEqual(expected);
  });

  it('stay if they are not the cluster’s, even in its own VPC', () => {
    expect(summaries({ instances: [instance({ tags: {} })] }, own)).toEqual([]);
  });

  it.each(NODE_TAGS)('go where they are nodes (%s)', (name) => {
    const tags = { ...owned, [name]: 'shop' };
    expect(summaries({ instances: [instance({ tags })] }, given)).toEqual([
      'TerminateInstances instance/i-1',
    ]);
  });

  it('are named where they are no nodes', () => {
    const byHand = { instances: [instance({ tags: owned })] };
    expect(summaries(byHand, given)).toEqual(['wait instance/i-1']);
    expect(summaries(byHand, given, PATIENCE_SECONDS)[0]).toMatch(
      /^fail instance\/i-1: i-1 has the tag kubernetes.io\/cluster\/shop, and none that nodes have .*; terminate it/,
    );
  });
});

describe('load balancers that are left', () => {
  const items = (tags: Readonly<Record<string, string>>, vpcId: string, scope: Scope) =>
    loadBalancerItems(
      {
        loadBalancers: [
          { generation: 'classic', id: 'a1', vpcId, tags },
          { generation: 'v2', id: 'arn:lb', vpcId, tags },
        ],
        targetGroups: [{ arn: 'arn:tg', vpcId, tags }],
      },
      scope,
    );

  it('go by their tags, or with the VPC that they are in', () => {
    expect(items({ 'elbv2.k8s.aws/cluster': 'shop' }, 'vpc-given', given)).toHaveLength(3);
    expect(items({ 'ingress.k8s.aws/cluster': 'shop' }, 'vpc-given', given)).toHaveLength(3);
    expect(items({}, 'vpc-own', own)).toHaveLength(3);
    expect(items({}, 'vpc-given', given)).toEqual([]);
    expect(items({ 'elbv2.k8s.aws/cluster': 'shop-east' }, 'vpc-other', own)).toEqual([]);
  });

  it('stay where somebody’s stack has made them, which deletes them itself', () => {
    const tags = {
      'aws:cloudformation:stack-id': 'arn:aws:cloudformation:us-west-2:111122223333:stack/theirs/1',
    };
    expect(items(tags, 'vpc-own', own)).toEqual([]);
  });

  it('are deleted by what each generation calls them, before their target groups', () => {
    expect(items(owned, 'vpc-given', given).map(({ decision }) => decision)).toEqual([
      expect.objectContaining({
        change: { operation: 'DeleteLoadBalancer', request: { LoadBalancerName: 'a1' } },
      }),
      expect.objectContaining({
        change: { operation: 'DeleteLoadBalancer', request: { LoadBalancerArn: 'arn:lb' } },
      }),
      { do: 'wait', operation: 'deletion of the load balancers' },
    ]);
    const seen = { loadBalancers: [], targetGroups: [{ arn: 'arn:tg', tags: owned }] };
    expect(loadBalancerItems(seen, given)[0]?.decision).toMatchObject({
      change: { operation: 'DeleteTargetGroup', request: { TargetGroupArn: 'arn:tg' } },
    });
  });
});
