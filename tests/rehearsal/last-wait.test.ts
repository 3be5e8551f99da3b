import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { compileTemplates } from '../../aws/deployment/compile-templates.ts';
import { BARE_FLEET } from '../../rehearsal/bare-fleet.ts';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { runSimulation } from '../../rehearsal/simulation-process.ts';

const root = join(import.meta.dirname, '../..');
const region = 'eu-central-1';

const web = {
  source: 'web.yaml',
  value: {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: 'web', region, version: '1.34' },
    vpc: { nat: { gateway: 'Disable' } },
    addonsConfig: { disableDefaultAddons: true },
    addons: [{ name: 'vpc-cni' }, { name: 'kube-proxy' }],
    managedNodeGroups: [
      { name: 'web', instanceType: 'm6i.large', minSize: 1, desiredCapacity: 1, maxSize: 3 },
    ],
  },
};
const larger = {
  name: 'larger',
  select: { name: 'web' },
  at: 'at(2026-11-23T09:00:00)',
  zone: 'UTC',
  nodeGroups: { web: { desiredCapacity: 2 } },
};

describe('a simulation that lets time go by until the end', () => {
  it('lets what a schedule began in its last minute come to its end', async () => {
    const spec = { home: region, regions: [region], scale: [larger] };
    const steps: readonly Step[] = [
      { apply: [web] },
      {
        applyFleet: {
          apiVersion: 'eks-fleet.dev/v1',
          kind: 'Fleet',
          metadata: { name: 'retail' },
          spec,
        } as Extract<Step, { applyFleet: unknown }>['applyFleet'],
      },
      { waitUntil: '2026-11-23T08:59:00Z' },
      { wait: 120 },
    ];
    const { invariants, operations } = await runSimulation({
      ...BARE_FLEET,
      seed: 1,
      startAt: '2026-11-23T06:00:00Z',
      regions: [region],
      templates: await compileTemplates({ root, regions: [region], stage: 'prod' }),
      root,
      steps,
    });
    expect(operations.map(({ kind, outcome }) => `${kind} ${outcome}`)).toContain('scale Succeeded');
    expect(invariants.violated).toEqual([]);
  }, 60_000);
});
