import { describe, expect, it } from '@jest/globals';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { deployedFleet } from './deployed-fleet.ts';

const region = 'us-west-2';
const { simulate } = deployedFleet({ seed: 5, regions: [region], keepCalls: true });

const apply = (...more: readonly string[]): Step => ({
  apply: [
    {
      source: 'web.yaml',
      value: {
        apiVersion: 'eksctl.io/v1alpha5',
        kind: 'ClusterConfig',
        metadata: { name: 'web', region, version: '1.34' },
        addonsConfig: { disableDefaultAddons: true },
        managedNodeGroups: [{ name: 'nodes', instanceType: 'm6i.large', desiredCapacity: 1 }],
        addons: ['vpc-cni', 'kube-proxy', ...more].map((name) => ({ name })),
      },
    },
  ],
});
const byHand = (operation: string, request: Readonly<Record<string, string>>): Step => ({
  administrator: { region, calls: [{ service: 'eks', operation, request }] },
});
const takenAway = byHand('DeleteNodegroup', { clusterName: 'web', nodegroupName: 'nodes' });

describe('what somebody takes away while an apply runs', () => {
  it('is made again, though it was ready before, and what stays unwell ends the apply with its reason', async () => {
    const report = await simulate([
      apply(),
      // Its pods cannot start without a role: it is asked about long after the group was found ready.
      { ...apply('aws-ebs-csi-driver'), followForSeconds: 20 } as Step,
      takenAway,
      { convergeWithinSeconds: 10800 },
      {
        expect: {
          operation: {
            kind: 'create',
            outcome: 'Failed',
            reason: 'is degraded: InsufficientNumberOfReplicas',
          },
        },
      },
    ]);
    const made = report.calls?.filter(({ operation }) => operation === 'CreateNodegroup') ?? [];
    expect(made).toHaveLength(2);
  }, 60_000);
});

describe('an apply whose lease somebody else has taken, with nothing left to change', () => {
  it('ends at its next look that is late', async () => {
    await simulate([
      apply(),
      { ...apply('aws-ebs-csi-driver'), followForSeconds: 20 } as Step,
      takenAway,
      { wait: 1500 },
      { expect: { operation: { kind: 'create', outcome: 'Running' } } },
      {
        scale: {
          cluster: 'web',
          region,
          request: {
            action: 'resize',
            groups: [{ select: { nodeGroups: ['nodes'] }, desiredCapacity: 2, maxSize: 2 }],
          },
        },
        followForSeconds: 120,
      } as Step,
      { expect: { operation: { kind: 'create', outcome: 'Failed', reason: 'no longer owns web' } } },
      { convergeWithinSeconds: 3600 },
      { expect: { operation: { kind: 'scale', outcome: 'Succeeded' } } },
    ]);
  }, 60_000);
});
