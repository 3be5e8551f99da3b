import { describe, expect, it } from '@jest/globals';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import type { SimulationReport } from '../../rehearsal/simulation-spec.ts';
import { deployedFleet } from './deployed-fleet.ts';

const region = 'us-west-2';
const { simulate } = deployedFleet({ seed: 15, regions: [region] });

const apply: Step = {
  apply: [
    {
      source: 'shop.yaml',
      value: {
        apiVersion: 'eksctl.io/v1alpha5',
        kind: 'ClusterConfig',
        metadata: { name: 'shop', region, version: '1.34' },
        addons: [{ name: 'vpc-cni' }, { name: 'kube-proxy' }],
        managedNodeGroups: [{ name: 'a', instanceTypes: ['m6i.large'], desiredCapacity: 2, maxSize: 4 }],
      },
    },
  ],
};
const url = 'https://shop.example.com/healthz';
type Site = { readonly answers: number | 'nothing' | 'refused' | 'untrusted'; readonly address?: string };
const site = (answers: Site['answers'], more: object = {}): Step =>
  ({ site: { url, answers, afterSeconds: 0, ...more } }) as Step;
const upgrade = (probe: object = {}): Step => ({
  upgrade: {
    ...{ cluster: 'shop', region },
    request: {
      action: 'upgrade',
      to: '1.35',
      soakMinutes: 60,
      health: { probes: [{ url, ...probe }] },
    } as never,
  },
});
const is = (version: string): Step => ({
  expect: { cluster: { name: 'shop', region, status: 'ACTIVE', version } },
});
const upgraded = ({ operations }: SimulationReport) => operations.find(({ kind }) => kind === 'upgrade');
const started = ({ awsCalls }: SimulationReport): readonly string[] =>
  ['eks:UpdateClusterVersion', 'eks:UpdateNodegroupVersion', 'eks:UpdateAddon'].filter(
    (name) => awsCalls[name],
  );

describe('an upgrade whose request names a site', () => {
  it('goes on while it answers, and through a short time in which it does not', async () => {
    const report = await simulate([
      apply,
      site(204),
      ...[site(503, { afterSeconds: 2400 }), site(302, { afterSeconds: 2490 })],
      upgrade(),
      is('1.35'),
    ]);
    expect(upgraded(report)?.outcome).toBe('Succeeded');
  });

  it('goes back by itself where it fails while the control plane soaks', async () => {
    const report = await simulate([
      apply,
      site(200),
      site('nothing', { afterSeconds: 2700 }),
      upgrade(),
      is('1.34'),
    ]);
    expect(upgraded(report)?.outcome).toBe('Succeeded');
    expect(upgraded(report)?.upgrade?.turnedBack).toMatch(
      /^probe https:\/\/shop.example.com\/healthz has failed since .*: no answer came within 5000 ms$/,
    );
    expect(started(report)).not.toContain('eks:UpdateNodegroupVersion');
  });

  it.each([
    ['is down', site(503), 'it answers 503, and not from 200 to 399'],
    ['answers otherwise than is asked', site(200), 'it answers 200, and not 204', { status: 204 }],
    ['is not there', site(200, { url: 'https://other.example.com/' }), 'it cannot be reached (ENOTFOUND)'],
    ['leads inside', site(200, { address: '10.0.0.7' }), 'leads to an address that is not public'],
    ['leads to the function itself', site(200, { address: '::1' }), 'leads to an address that is not public'],
    ['turns it away', site('refused'), 'it cannot be reached (ECONNREFUSED)'],
    ['nobody vouches for', site('untrusted'), 'it cannot be reached (DEPTH_ZERO_SELF_SIGNED_CERT)'],
  ] as const)('changes nothing where it %s', async (_what, laid, why, probe: object = {}) => {
    const report = await simulate([apply, laid, { countCalls: 'from here' }, upgrade(probe), is('1.34')]);
    expect(upgraded(report)).toMatchObject({ outcome: 'Failed', reason: expect.stringContaining(why) });
    expect(started(report)).toEqual([]);
  });
});
