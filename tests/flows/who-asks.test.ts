import { describe, expect, it } from '@jest/globals';
import { NO_FAULTS } from '../../rehearsal/faults/rates.ts';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { deployedFleet } from './deployed-fleet.ts';

const region = 'us-east-1';
const other = 'us-east-2';
const document = {
  source: 'demo.yaml',
  value: {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: 'demo', region, version: '1.35' },
    autoModeConfig: { enabled: true },
  },
};
const web = () => ({
  source: 'web.yaml',
  value: {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: 'web', region, version: '1.35', tags: { env: 'dev' } },
    addons: [{ name: 'vpc-cni' }, { name: 'kube-proxy' }],
    managedNodeGroups: [{ name: 'web', minSize: 1, desiredCapacity: 2, maxSize: 4 }],
  },
});
/** Its driver fails once the cluster is there. */
const failing = () => ({
  source: 'shop.yaml',
  value: {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: 'shop', region, version: '1.35' },
    managedNodeGroups: [{ name: 'web', desiredCapacity: 1 }],
    addons: [{ name: 'vpc-cni' }, { name: 'kube-proxy' }, { name: 'aws-ebs-csi-driver' }],
  },
});
const { simulate } = deployedFleet({
  ...{ seed: 1, regions: [other, region], documents: [document], faultRates: NO_FAULTS },
});

interface Proof {
  readonly detail?: Record<string, string>;
  readonly stage?: string;
  readonly region?: string;
  readonly ageSeconds?: number;
}
const published = (at: string, detailType: string, detail: object, proof?: Proof): Step => ({
  publish: {
    ...{ region: at, bus: 'fleet', starts: 1 },
    entry: { source: 'eks-fleet', detailType, detail: JSON.parse(JSON.stringify(detail)) },
    ...(proof ? { proof: { ageSeconds: 0, ...proof } } : {}),
  },
});

let requests = 0;
/** An adoption that somebody puts past the commands. */
function put(proof: Proof | undefined, more: object = {}): Step {
  const detail = { version: '1', requestId: `raw-${requests++}`, cluster: 'demo', level: 'all', ...more };
  return published(region, 'ClusterAdoptionRequested', detail, proof);
}
const rejected = (reason: string): Step => ({ expect: { rejected: { region, reason } } }) as Step;
const accepted: Step = { expect: { operation: { kind: 'adopt', outcome: 'Succeeded' } } } as Step;
const fleet = (spec: object): Step =>
  ({
    applyFleet: {
      ...{ apiVersion: 'eks-fleet.dev/v1', kind: 'Fleet', metadata: { name: 'strict' } },
      spec: { home: other, regions: [other, region], ...spec },
    },
  }) as Step;

describe('a request with a proof', () => {
  it('is taken where its sender has signed it, for this request, stage and region, a moment ago', async () => {
    const twice = put({}, { requestId: 'twice' });
    await simulate([
      { apply: [document] },
      put({}),
      accepted,
      put({ ageSeconds: 600 }),
      accepted,
      // Delivered again, it starts nothing: its claim answers.
      twice,
      twice,
      put({ detail: { version: '1', requestId: 'another', cluster: 'demo' } }),
      rejected('SignatureDoesNotMatch'),
      put({ stage: 'other' }),
      rejected('SignatureDoesNotMatch'),
      put({ region: other }),
      rejected(`allowed https://sts.${region}.amazonaws.com/`),
      put({ ageSeconds: 1000 }),
      rejected('s ago and held for 900 s'),
      put({ ageSeconds: -1000 }),
      rejected('s ahead: set the clock'),
      put(undefined, { proof: 'https://evil.example/' }),
      rejected('another host or path'),
      put(undefined, { proof: null }),
      rejected('found no text'),
      put(undefined),
      accepted,
    ]);
  }, 300_000);

  it('is the only kind that a document takes which requires one, and nobody lifts that without', async () => {
    const lift = {
      ...{ version: '1', requestId: 'lift', name: 'strict' },
    };
    const lax = {
      ...{ version: '1', requestId: 'lax' },
      fleet: {
        apiVersion: 'eks-fleet.dev/v1',
        kind: 'Fleet',
        metadata: { name: 'lax' },
        spec: { home: other, regions: [region] },
      },
    };
    const atHome = (detailType: string, detail: object) => published(other, detailType, detail);
    const refusedAtHome: Step = {
      expect: { rejected: { region: other, reason: 'takes no unproven request' } },
    } as Step;
    await simulate([
      { apply: [document] },
      fleet({ requireProof: true }),
      put(undefined),
      rejected('fleet strict takes no unproven request about demo'),
      put({}),
      accepted,
      atHome('FleetDeletionRequested', lift),
      refusedAtHome,
      atHome('FleetRequested', lax),
      refusedAtHome,
      fleet({}),
      put(undefined),
      accepted,
    ]);
  }, 300_000);

  it('is not asked of what the fleet itself asks for: firings, sizes that return, and rollbacks', async () => {
    const sleep = [{ name: 'nights', select: { env: 'dev' }, awake: 'MON-SUN 12:00-18:00', zone: 'UTC' }];
    const firing = (scheduledAt: string, requestId: string) =>
      published(region, 'ClusterScaleRequested', {
        ...{ version: '1', requestId, cluster: 'web', action: 'hibernate' },
        schedule: { fleet: 'strict', entry: 'nights', scheduledAt },
      });
    const resize = {
      ...{ action: 'resize', groups: [{ select: { nodeGroups: ['web'] }, desiredCapacity: 3 }] },
      until: '2026-11-24T16:00:00Z',
    };
    const scaled = (outcome: 'Succeeded' | 'Skipped'): Step => ({
      expect: { operation: { kind: 'scale', outcome } },
    });
    const sizes = (web: string): Step => ({ expect: { sizes: { cluster: 'web', region, groups: { web } } } });
    const report = await simulate([
      { apply: [web()] },
      fleet({ requireProof: true, sleep }),
      { waitUntil: '2026-11-24T13:00:00Z' },
      { scale: { cluster: 'web', region, request: resize as never } },
      sizes('3 of 1-4'),
      // By hand before its time, and of a time that has come by another id than the schedule's.
      published(region, 'ClusterScaleRequested', {
        ...{ version: '1', requestId: 'until/early', cluster: 'web', action: 'return', operationId: 'early' },
      }),
      rejected('takes no unproven request about web'),
      firing('2026-11-23T18:00:00Z', 'mine'),
      rejected('takes no unproven request about web'),
      { waitUntil: '2026-11-24T17:00:00Z' },
      sizes('2 of 1-4'),
      { waitUntil: '2026-11-24T19:30:00Z' },
      sizes('0 of 0-4'),
      scaled('Succeeded'),
      { apply: [failing()], rollbackOnFailure: true },
      { expect: { operation: { kind: 'create', cluster: 'shop', outcome: 'Failed' } } },
      { expect: { operation: { kind: 'delete', cluster: 'shop', outcome: 'Succeeded' } } },
    ]);
    expect(report.invariants.checked).toContain('the proof of a request goes no further than its event');
  }, 300_000);
});
