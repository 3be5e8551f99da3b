import type * as ElasticLoadBalancing from '@aws-sdk/client-elastic-load-balancing';
import type * as ElasticLoadBalancingV2 from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, it } from '@jest/globals';
import { createElasticLoadBalancing } from '../../../simulator/elasticloadbalancing/elasticloadbalancing.ts';
import { createElasticLoadBalancingV2 } from '../../../simulator/elasticloadbalancingv2/elasticloadbalancingv2.ts';
import { administrator, ec2World } from '../ec2/world.ts';
import { callerOf } from '../service-calls.ts';

function world() {
  const base = ec2World();
  const region = { ...base.region, network: base.ec2 };
  base.ec2.plants.plantVpc({ vpcId: 'vpc-1', cidrBlock: '10.0.0.0/16' });
  base.ec2.plants.plantSubnet({
    subnetId: 'subnet-a',
    vpcId: 'vpc-1',
    cidrBlock: '10.0.0.0/24',
    availabilityZone: 'us-west-2a',
  });
  const classic = createElasticLoadBalancing(region);
  const current = createElasticLoadBalancingV2(region);
  const interfaces = async (): Promise<number> =>
    (await base.call('DescribeNetworkInterfaces')).NetworkInterfaces.length;
  return {
    ...base,
    classic,
    current,
    classicCall: callerOf<typeof ElasticLoadBalancing>(classic),
    call: callerOf<typeof ElasticLoadBalancingV2>(current),
    interfaces,
  };
}

describe('load balancers that Kubernetes left behind', () => {
  it('hold their interfaces for a while after they are deleted', async () => {
    const { current, call, interfaces, settle } = world();
    const tags = { 'kubernetes.io/cluster/shop': 'owned' };
    const { loadBalancerArn } = current.plants.plantLoadBalancer({
      name: 'k8s-web',
      type: 'network',
      subnetIds: ['subnet-a'],
      tags,
    });
    const { TagDescriptions } = await call('DescribeTags', { ResourceArns: [loadBalancerArn] });
    expect(TagDescriptions[0].Tags).toEqual([{ Key: 'kubernetes.io/cluster/shop', Value: 'owned' }]);
    await call('DeleteLoadBalancer', { LoadBalancerArn: loadBalancerArn });
    expect((await call('DescribeLoadBalancers')).LoadBalancers).toEqual([]);
    expect(await interfaces()).toBe(1);
    await settle(60_000);
    expect(await interfaces()).toBe(0);
    await call('DeleteLoadBalancer', { LoadBalancerArn: loadBalancerArn });
  });

  it('keep their target groups in use, and refuse deletion while protected', async () => {
    const { current, call } = world();
    const { loadBalancerArn } = current.plants.plantLoadBalancer({
      name: 'k8s-web',
      type: 'application',
      subnetIds: ['subnet-a'],
      deletionProtection: true,
    });
    const { targetGroupArn } = current.plants.plantTargetGroup({
      name: 'k8s-tg',
      vpcId: 'vpc-1',
      loadBalancerArns: [loadBalancerArn],
    });
    await expect(call('DeleteTargetGroup', { TargetGroupArn: targetGroupArn })).rejects.toMatchObject({
      code: 'ResourceInUse',
    });
    await expect(call('DeleteLoadBalancer', { LoadBalancerArn: loadBalancerArn })).rejects.toMatchObject({
      code: 'OperationNotPermitted',
    });
    await expect(call('DescribeLoadBalancers', { Names: ['other'] })).rejects.toMatchObject({
      code: 'LoadBalancerNotFound',
    });
    expect(
      current.authorize('DeleteLoadBalancer', { LoadBalancerArn: loadBalancerArn }, administrator),
    ).toMatchObject([{ action: 'elasticloadbalancing:DeleteLoadBalancer', resource: loadBalancerArn }]);
  });

  it('are of the classic kind as well', async () => {
    const { classic, classicCall, interfaces, settle } = world();
    classic.plants.plantLoadBalancer({ name: 'a1b2', subnetIds: ['subnet-a'] });
    const { LoadBalancerDescriptions } = await classicCall('DescribeLoadBalancers');
    expect(LoadBalancerDescriptions[0]).toMatchObject({ LoadBalancerName: 'a1b2', VPCId: 'vpc-1' });
    await classicCall('DeleteLoadBalancer', { LoadBalancerName: 'a1b2' });
    await settle(60_000);
    expect(await interfaces()).toBe(0);
    await expect(classicCall('DescribeTags', { LoadBalancerNames: ['a1b2'] })).rejects.toMatchObject({
      code: 'LoadBalancerNotFound',
      message: "There is no ACTIVE Load Balancer named 'a1b2'",
    });
  });
});
