import { describe, expect, it } from '@jest/globals';
import type { ClusterConfig } from '../../../domain/cluster-config/config.ts';
import { describeLateWake, withWindows } from '../../../domain/fleet/checks/late-wakes.ts';
import { planFleet } from '../../../domain/fleet/fleet-plan.ts';
import type { FleetDocument } from '../../../domain/policy/schema.ts';
import { clusterOf, configOf, fleetOf, HOME, NOW, OFFICE } from '../policy/documents.ts';

const clusters = ['shop', 'desktops', 'kiosks'].map((name) => clusterOf(name, { env: 'dev' }));
const windows = configOf('desktops', { amiFamily: 'WindowsServer2022FullContainer' });

/** Notes about a document, and the clusters whose documents were read for it. */
async function said(document: FleetDocument) {
  const read: string[] = [];
  const configs: Readonly<Record<string, ClusterConfig>> = {
    shop: configOf('shop'),
    desktops: windows,
    kiosks: windows,
  };
  const registry = {
    read: async (arn: string) => {
      const name = arn.split('/').at(-1) as string;
      read.push(name);
      const config = configs[name];
      return config && { config };
    },
  };
  const seen = {
    stage: 'prod',
    nowMs: Date.parse(NOW),
    stored: undefined,
    all: [],
    clusters,
    existing: new Map(),
    windows: await withWindows(document, clusters, registry),
  };
  const { lateWakes } = planFleet({ name: 'retail', home: HOME }, document, seen);
  return { notes: lateWakes.map(describeLateWake), read };
}

describe('a plan tells of clusters that may wake too late', () => {
  it('where a quarter of an hour, the default, is short for Windows nodes', async () => {
    expect(await said(fleetOf({ sleep: [OFFICE] }))).toEqual({
      notes: [
        'spec.sleep[0].wakeBefore: desktops in us-east-1 and 1 more may be awake only after the hours have begun: nodes take up to 17 minutes and are given 15; 30m is enough',
      ],
      read: ['shop', 'desktops', 'kiosks'],
    });
  });

  it('where `within` may take away what wakeBefore gives', async () => {
    const entry = { ...OFFICE, select: { name: 'shop' }, wakeBefore: '20m', within: 15 };
    const { notes, read } = await said(fleetOf({ sleep: [entry] }));
    expect(notes).toEqual([
      expect.stringMatching(
        /^spec.sleep\[0\].wakeBefore: shop in .* up to 7 minutes and are given 5; 30m is enough$/,
      ),
    ]);
    expect(read).toEqual([]);
  });

  it('and of none where there is time enough, for which no document is read', async () => {
    expect(await said(fleetOf({ sleep: [{ ...OFFICE, wakeBefore: '30m' }] }))).toEqual({
      notes: [],
      read: [],
    });
  });
});
