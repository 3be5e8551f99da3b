import { describe, expect, it } from '@jest/globals';
import type { AccountFacts } from '../../../domain/account-facts/facts.ts';
import { judgeFacts } from '../../../domain/account-facts/judge.ts';
import { factsWanted } from '../../../domain/account-facts/wanted.ts';
import { account, configOf } from '../desired/fixtures.ts';
import { allKnown, judged, pathsOf } from './facts.fixtures.ts';
import { managed, own, type Row, tableOf } from './rows.fixtures.ts';

const full = (counts: Partial<AccountFacts['counts']> = {}): Partial<AccountFacts> => ({
  quotas: {
    clusters: { known: 3 },
    managedNodeGroups: { known: 2 },
    nodesOfGroup: { known: 10 },
    fargateProfiles: { known: 1 },
    vpcs: { known: 5 },
    addresses: { known: 5 },
    onDemandVcpus: { known: 16 },
  },
  counts: { clusters: { known: 2 }, vpcs: { known: 4 }, addresses: { known: 4 }, ...counts },
});
const profiles = (count: number) => ({
  fargateProfiles: Array.from({ length: count }, (_, index) => ({
    name: `p-${index}`,
    selectors: [{ namespace: 'shop' }],
  })),
});
const given = {
  vpc: {
    id: 'vpc-1',
    subnets: { private: { 'us-west-2a': { id: 'subnet-1' }, 'us-west-2b': { id: 'subnet-2' } } },
  },
};
const nat = (gateway: string) => ({ vpc: { nat: { gateway } } });
const groups = (...names: readonly string[]) => ({ managedNodeGroups: names.map((name) => ({ name })) });
const sized = (desiredCapacity: number, more: object = {}) =>
  managed({ desiredCapacity, instanceType: 'm5.large', ...more });

const rows: readonly Row[] = [
  ['nothing of what fits in exactly', { ...sized(8, { maxSize: 10 }), ...profiles(1) }, [], full()],
  ['a cluster too many', {}, ['metadata.region'], full({ clusters: { known: 3 } })],
  ['a VPC too many', {}, ['vpc'], full({ vpcs: { known: 5 } })],
  ['no VPC where one is given', given, [], full({ vpcs: { known: 9 }, addresses: { known: 9 } })],
  ['an address too many', {}, ['vpc.nat.gateway'], full({ addresses: { known: 5 } })],
  ['an address a zone', nat('HighlyAvailable'), ['vpc.nat.gateway'], full({ addresses: { known: 3 } })],
  ['addresses for three zones that are left', nat('HighlyAvailable'), [], full({ addresses: { known: 2 } })],
  ['no address without gateways', nat('Disable'), [], full({ addresses: { known: 5 } })],
  [
    'no address of a private cluster',
    { privateCluster: { enabled: true } },
    [],
    full({ addresses: { known: 5 } }),
  ],
  ['a managed group too many', groups('a', 'b', 'c'), ['managedNodeGroups'], full()],
  ['a group of too many nodes', sized(2, { maxSize: 11 }), ['managedNodeGroups[0].maxSize'], full()],
  ['no such group of our own', own({ desiredCapacity: 2, maxSize: 500 }), [], full()],
  ['a Fargate profile too many', profiles(2), ['fargateProfiles'], full()],
  ['more vCPUs than run on demand', sized(9, { maxSize: 10 }), ['warning '], full()],
  ['none of them on Spot', sized(9, { maxSize: 10, spot: true }), [], full()],
  ['none of another quota', sized(9, { maxSize: 10, instanceType: 'p5.48xlarge' }), [], full()],
];

describe('held against its quotas, an account is told of', () => {
  it.each(tableOf(rows))('%s', (_, document, paths, facts) => {
    expect(pathsOf(judged(document, facts))).toEqual(paths);
  });

  it('what is there, what is allowed, and how to ask for more', () => {
    expect(judged({}, full({ vpcs: { known: 5 } })).problems).toEqual([
      {
        path: 'vpc',
        found: '1 more of VPCs',
        allowed: '5 VPCs in us-west-2, of which 5 are there',
        message: 'this account may have 5 VPCs in us-west-2, and has 5',
        alternative:
          'ask for a higher quota "VPCs per Region": aws service-quotas request-service-quota-increase ' +
          '--region us-west-2 --service-code vpc --quota-code L-F678F1CE --desired-value 6',
      },
    ]);
  });
});

describe('quotas that could not be asked', () => {
  it('are a warning that names each action, and refuse nothing', () => {
    const denied = (action: string) => ({ denied: action });
    const { problems, warnings } = judged(profiles(9), {
      quotas: {
        fargateProfiles: denied('servicequotas:GetServiceQuota'),
        vpcs: denied('servicequotas:GetServiceQuota'),
        clusters: { known: 1 },
      },
      counts: { ...allKnown.counts, clusters: denied('eks:ListClusters') },
    });
    expect(problems).toEqual([]);
    expect(warnings.map(({ allowed }) => allowed)).toEqual([
      'eks:ListClusters',
      'servicequotas:GetServiceQuota',
    ]);
  });
});

describe('a cluster that is there', () => {
  const config = configOf(profiles(2), { version: '1.35' });

  it('is not asked for as one more', () => {
    const ofNew = factsWanted(config, account);
    expect(ofNew.quotas).toEqual(['clusters', 'fargateProfiles', 'vpcs', 'addresses']);
    expect(ofNew.counts).toEqual({ clusters: true, networkStack: 'eks-fleet-shop-network' });
    const ofOld = factsWanted(config, account, '1.35');
    expect(ofOld.quotas).toEqual(['fargateProfiles']);
    expect(ofOld.counts).toEqual({ clusters: false });
    expect(factsWanted(configOf(given), account).quotas).toEqual(['clusters']);
  });

  it('is told of what it has, and not refused', () => {
    const about = { config, facts: { ...allKnown, ...full() }, account, readText: JSON.parse };
    const { problems, warnings } = judgeFacts({ ...about, clusterVersion: '1.35' }, () => true);
    expect(problems).toEqual([]);
    expect(warnings.map(({ path }) => path)).toEqual(['fargateProfiles']);
  });
});
