import { describe, it } from '@jest/globals';
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
});
