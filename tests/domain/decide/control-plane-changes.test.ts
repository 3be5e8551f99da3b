import { describe, expect, it } from '@jest/globals';
import { controlPlaneDecisions } from '../../../domain/decide/control-plane.ts';
import type { ObservedCluster } from '../../../domain/decide/observed-cluster.ts';
import { desiredControlPlane } from '../../../domain/desired/control-plane.ts';
import { account, configOf, factsOf } from '../desired/fixtures.ts';

interface Written {
  readonly more?: Record<string, unknown>;
  readonly metadata?: Record<string, unknown>;
}

function desiredOf({ more, metadata }: Written) {
  const config = configOf(more, metadata);
  return desiredControlPlane(config, account, factsOf(config));
}

const arn = 'arn:aws:eks:us-west-2:111122223333:cluster/shop';
const CIDR = '203.0.113.0/24';
const key = (id: number) => `arn:aws:kms:us-west-2:111122223333:key/${id}`;

/** All that is to be done so that a cluster which one document made is as another says. */
function decided(wanted: Written, before: Written, change: Partial<ObservedCluster> = {}) {
  const { request } = desiredOf(before);
  const observed = { arn, status: 'ACTIVE' as const, ...request, version: '1.34', ...change };
  return controlPlaneDecisions(desiredOf(wanted), observed).map((decision) => {
    if (decision.do === 'update') return { [decision.change.operation]: decision.change.request };
    return decision.do === 'refuse' ? decision.path : decision.do;
  });
}
const configured = (member: object) => [{ UpdateClusterConfig: { name: 'shop', ...member } }];

const vpc = (members: object) => ({ more: { vpc: members } });
const networks = [{ cidrs: ['10.200.0.0/16'] }];
const encrypted = (id: number) => ({ more: { secretsEncryption: { keyARN: key(id) } } });
const isProtected = (text: string) => ({
  metadata: { annotations: { 'eks-fleet.dev/deletion-protection': text } },
});

describe('what a document says of a control plane that is there', () => {
  it.each<[string, Written, object[]]>([
    [
      'encryption of secrets',
      encrypted(1),
      [
        {
          AssociateEncryptionConfig: {
            clusterName: 'shop',
            encryptionConfig: [{ resources: ['secrets'], provider: { keyArn: key(1) } }],
          },
        },
      ],
    ],
    [
      'who reaches its public endpoint',
      vpc({ publicAccessCIDRs: [CIDR] }),
      configured({
        resourcesVpcConfig: {
          endpointPublicAccess: true,
          endpointPrivateAccess: false,
          publicAccessCidrs: [CIDR],
        },
      }),
    ],
    [
      'its egress',
      vpc({ controlPlaneEgressMode: 'CUSTOMER_ROUTED' }),
      configured({ resourcesVpcConfig: { controlPlaneEgressMode: 'CUSTOMER_ROUTED' } }),
    ],
    [
      'its support',
      { more: { upgradePolicy: { supportType: 'STANDARD' } } },
      configured({ upgradePolicy: { supportType: 'STANDARD' } }),
    ],
    [
      'zonal shift',
      { more: { zonalShiftConfig: { enabled: true } } },
      configured({ zonalShiftConfig: { enabled: true } }),
    ],
    [
      'networks of hybrid nodes',
      { more: { remoteNetworkConfig: { remoteNodeNetworks: networks } } },
      configured({ remoteNetworkConfig: { remoteNodeNetworks: networks } }),
    ],
    [
      'its tier',
      { more: { controlPlaneScalingConfig: { tier: 'tier-xl' } } },
      configured({ controlPlaneScalingConfig: { tier: 'tier-xl' } }),
    ],
    [
      'its scheduler',
      { more: { kubeSchedulerConfig: { nodeResourcesFit: { scoringStrategy: { type: 'MostAllocated' } } } } },
      configured({
        kubeSchedulerConfig: { nodeResourcesFit: { scoringStrategy: { type: 'MostAllocated' } } },
      }),
    ],
    ['protection', isProtected('true'), configured({ deletionProtection: true })],
  ])('is brought about once, and left where another document does not say it: %s', (_, written, requests) => {
    expect(decided(written, {})).toEqual(requests);
    expect(decided(written, written)).toEqual([]);
    expect(decided({}, written)).toEqual([]);
  });

  it.each<[string, Written]>([
    ['extended support', { more: { upgradePolicy: { supportType: 'EXTENDED' } } }],
    ['no zonal shift', { more: { zonalShiftConfig: { enabled: false } } }],
    ['the standard tier', { more: { controlPlaneScalingConfig: { tier: 'standard' } } }],
    ['no protection', isProtected('false')],
    ['egress by AWS', vpc({ controlPlaneEgressMode: 'AWS_MANAGED' })],
  ])('is no change where it is what EKS does by itself: %s', (_, written) => {
    expect(decided(written, {})).toEqual([]);
  });

  it('takes protection off again', () => {
    expect(decided(isProtected('false'), isProtected('true'))).toEqual(
      configured({ deletionProtection: false }),
    );
  });

  it('goes back to egress by AWS', () => {
    const routed = vpc({ controlPlaneEgressMode: 'CUSTOMER_ROUTED' });
    expect(decided(vpc({ controlPlaneEgressMode: 'AWS_MANAGED' }), routed)).toHaveLength(1);
  });

  it('moves the control plane to other subnets, in a call of its own', () => {
    const inner = vpc({ controlPlaneOnPrivateSubnets: true, clusterEndpoints: { privateAccess: true } });
    const { subnetIds, securityGroupIds } = desiredOf(inner).request.resourcesVpcConfig;
    expect(subnetIds).toHaveLength(3);
    expect(decided(inner, {})).toEqual([
      ...configured({ resourcesVpcConfig: { endpointPublicAccess: true, endpointPrivateAccess: true } }),
      ...configured({ resourcesVpcConfig: { subnetIds, securityGroupIds } }),
    ]);
    const group = vpc({ controlPlaneSecurityGroupIDs: ['sg-other'] });
    expect(decided(group, {})).toHaveLength(1);
  });

  it('closes the public endpoint', () => {
    const access = { publicAccess: false, privateAccess: true };
    const closed = vpc({ clusterEndpoints: access });
    const open = vpc({ clusterEndpoints: { publicAccess: true, privateAccess: true } });
    expect(decided(closed, open)).toEqual(
      configured({ resourcesVpcConfig: { endpointPublicAccess: false, endpointPrivateAccess: true } }),
    );
  });

  it('logs more and leaves the rest, and logs as before where the document says nothing', () => {
    const logs = (...enableTypes: string[]) => ({
      more: { cloudWatch: { clusterLogging: { enableTypes } } },
    });
    expect(decided(logs('api', 'audit'), logs('api'))).toEqual(
      configured({ logging: { clusterLogging: [{ types: ['api', 'audit'], enabled: true }] } }),
    );
    const off = { clusterLogging: [{ types: ['api' as const], enabled: false }] };
    expect(decided(logs('api'), {}, { logging: off })).toHaveLength(1);
    expect(decided(logs('audit', 'api'), logs('api', 'audit'))).toEqual([]);
    expect(decided({}, logs('api'))).toEqual([]);
  });

  it('gives it the tags that are missing', () => {
    expect(decided({ metadata: { tags: { team: 'a' } } }, {})).toEqual([
      { TagResource: { resourceArn: arn, tags: { team: 'a' } } },
    ]);
  });

  it.each<[string, Written, Written]>([
    ['secretsEncryption.keyARN', encrypted(2), encrypted(1)],
    [
      'kubernetesNetworkConfig.serviceIPv4CIDR',
      { more: { kubernetesNetworkConfig: { serviceIPv4CIDR: '10.200.0.0/16' } } },
      { more: { kubernetesNetworkConfig: { serviceIPv4CIDR: '10.100.0.0/16' } } },
    ],
  ])('is refused where EKS has it for life: %s', (path, wanted, before) => {
    expect(decided(wanted, before)).toEqual([path]);
    expect(decided(before, before)).toEqual([]);
  });

  it('says nothing of the version, newer or older: upgrades alone change it', () => {
    const observed = { arn, status: 'ACTIVE' as const, ...desiredOf({}).request, version: '1.34' };
    for (const version of ['1.33', '1.35', '1.36'])
      expect(controlPlaneDecisions(desiredOf({ metadata: { version } }), observed)).toEqual([]);
  });
});
