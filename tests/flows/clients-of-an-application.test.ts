import { describe, expect, it } from '@jest/globals';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { deployedFleet } from './deployed-fleet.ts';

const EAST = 'us-east-2';
const WEST = 'us-west-2';
const { simulate } = deployedFleet({ seed: 29, regions: ['us-east-1', EAST, WEST] });

const clusterIn = (region: string) => ({
  source: `${region}.yaml`,
  value: {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: 'shop', region, version: '1.34' },
    managedNodeGroups: [{ name: 'a', instanceTypes: ['m6i.large'], desiredCapacity: 2, maxSize: 4 }],
  },
});

const deploymentIn = (region: string): Step => ({
  workloads: {
    ...{ cluster: 'shop', region },
    manifests: [
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'shop', namespace: 'default' },
        spec: { replicas: 2, template: { metadata: { labels: { app: 'shop' } }, spec: { containers: [] } } },
      },
    ],
  } as never,
});

const side = (name: string, region: string, address: string, data: 'writable' | 'read-only'): Step => ({
  application: {
    ...{ name, region, address, data, cluster: 'shop', namespace: 'default', deployment: 'shop' },
    ...{ needs: 2, readsShare: 0.5, blocksProbes: false },
  },
});

const ADDRESSES = { [EAST]: '198.51.100.1', [WEST]: '198.51.100.2' } as const;

/** Two sides of an application, whose record moves as soon as the first is ill, whatever the second's data are. */
const laid: readonly Step[] = [
  { apply: [clusterIn(EAST), clusterIn(WEST)] },
  ...[deploymentIn(EAST), deploymentIn(WEST), { wait: 300 }],
  side('east.example.org', EAST, ADDRESSES[EAST], 'writable'),
  side('west.example.org', WEST, ADDRESSES[WEST], 'read-only'),
  {
    hostedZone: {
      name: 'example.com',
      checks: [
        {
          id: 'east',
          config: {
            Type: 'HTTPS',
            FullyQualifiedDomainName: 'east.example.org',
            RequestInterval: 10,
            FailureThreshold: 1,
          },
        },
      ],
      records: [
        {
          ...{ name: 'shop.example.com', type: 'A', ttl: 30 },
          values: [ADDRESSES[EAST]],
          failover: 'PRIMARY',
          setIdentifier: 'e',
          check: 'east',
        },
        {
          ...{ name: 'shop.example.com', type: 'A', ttl: 30 },
          values: [ADDRESSES[WEST]],
          failover: 'SECONDARY',
          setIdentifier: 'w',
        },
      ],
    },
  },
  { clients: { name: 'shop.example.com', requestsPerSecond: 100, retries: 0 } },
  { wait: 120 },
];

describe('clients of an application in two clusters', () => {
  it('are moved to a side that is not promoted, and served once it is', async () => {
    const report = await simulate([
      ...laid,
      { applicationChanges: { name: 'west.example.org', data: 'writable', afterSeconds: 200 } },
      { fault: { kind: 'region-down', region: EAST } },
      { wait: 900 },
      { recover: 'all' },
    ]);
    const [clients] = report.clients ?? [];
    expect(clients?.incidents).toHaveLength(1);
    // Name servers answer the standby long before: half of the requests, the reads, succeed there until it is promoted.
    expect(clients?.rtoSeconds).toBe(200);
    const { timeline = [] } = clients ?? {};
    expect(
      timeline.some(({ succeeded, answeredBy }) => succeeded === 0.5 && answeredBy[ADDRESSES[WEST]] === 1),
    ).toBe(true);
    expect(timeline[0]).toMatchObject({ succeeded: 1, answeredBy: { [ADDRESSES[EAST]]: 1 } });
  });

  it('lose nothing to an outage of another region', async () => {
    const report = await simulate([
      ...laid,
      { fault: { kind: 'region-down', region: 'us-east-1', forSeconds: 600 } },
      { awsHealth: { region: 'us-east-1', service: 'EC2', status: 'open', afterSeconds: 60, zones: [] } },
      { wait: 900 },
    ]);
    expect(report.clients?.[0]).toMatchObject({ requestsLost: 0, incidents: [] });
  });
});
