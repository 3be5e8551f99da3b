import { describe, expect, it } from '@jest/globals';
import { decidePhase } from '../../../domain/phase.ts';
import { decideScaling } from '../../../domain/scale/decide-scaling.ts';
import { decideHold } from '../../../domain/scale/inside/hold.ts';
import type { SeenInside } from '../../../domain/scale/inside/inside.ts';
import { decideBuiltInPools, decidePool } from '../../../domain/scale/inside/pool-change.ts';
import type { ProvisioningChange } from '../../../domain/scale/inside/provisioning.ts';
import { provisioningItems } from '../../../domain/scale/inside/provisioning-items.ts';
import { stopProvisioning } from '../../../domain/scale/inside/stop-provisioning.ts';
import type { ScalingPlan } from '../../../domain/scale/plan.ts';
import type { ScalingRequest } from '../../../domain/scale/request.ts';
import { configOf } from '../desired/fixtures.ts';
import { group, pool, seen } from './seen.fixtures.ts';

const autoMode = {
  computeConfig: { enabled: true, nodePools: ['general-purpose'], nodeRoleArn: 'arn:nodes' },
};
const karpenter = configOf({ iam: { withOIDC: true }, karpenter: { version: '1.6.0' } });

describe('a sleep, of what starts nodes without a group', () => {
  it('remembers the limits of pools that run, and leaves alone what starts none', () => {
    const pools = [
      pool('default', { limits: { cpu: '100' } }),
      pool('spot'),
      pool('off', { limits: { cpu: '0' } }),
      pool('system', { isBuiltIn: true }),
    ];
    expect(stopProvisioning(seen({ nodePools: pools })).change?.provisioning.nodePools).toEqual([
      { name: 'default', limits: { cpu: '100' } },
      { name: 'spot', limits: null },
    ]);
  });

  it("remembers Auto Mode's own pools with the role that they need", () => {
    const { change } = stopProvisioning(seen({}, { provisioned: autoMode }));
    expect(change?.provisioning.builtIn).toEqual({
      nodePools: ['general-purpose'],
      nodeRoleArn: 'arn:nodes',
    });
  });

  it.each([
    ['Auto Mode', seen({ why: 'it is private' }, { provisioned: autoMode })],
    ['Karpenter', seen({ why: 'it is private' }, { config: karpenter })],
    [
      'Karpenter',
      seen({ why: 'it is private' }, { provisioned: { nodes: [{ instanceType: 'm5.large', count: 2 }] } }),
    ],
  ])('is refused where %s has nodes and nobody can look', (by, cluster) => {
    const [problem] = stopProvisioning(cluster).problems;
    expect(problem?.message).toMatch(new RegExp(`^${by} starts nodes for shop.*it is private$`));
  });

  it('goes on where nothing starts any, seen or not', () => {
    expect(stopProvisioning(seen())).toEqual({ problems: [] });
    expect(stopProvisioning(seen({ why: 'it is private' }))).toEqual({ problems: [] });
  });

  it('adds to what it remembers of a cluster that sleeps already the pools that have come since', () => {
    const memory = {
      operationId: 'o0',
      capturedAt: '2026-11-23T20:00:00Z',
      groups: [],
      provisioning: { nodePools: [{ name: 'default', limits: null }], nodes: [] },
    };
    const nodePools = [pool('default', { limits: { cpu: '0' } }), pool('new', { limits: { cpu: '8' } })];
    const planned = decideScaling({ action: 'hibernate' }, seen({ nodePools }, { memory }));
    expect(planned).toMatchObject({
      plan: {
        memory: {
          do: 'replace',
          memory: {
            operationId: 'o0',
            provisioning: {
              nodePools: [
                { name: 'default', limits: null },
                { name: 'new', limits: { cpu: '8' } },
              ],
            },
          },
        },
      },
    });
  });

  it('is nothing without groups, pools and NodeClaims', () => {
    expect(decideScaling({ action: 'hibernate' }, seen())).toMatchObject({
      outcome: 'Refused',
      problems: [{ message: expect.stringContaining('there is nothing to scale') }],
    });
  });

  it('is skipped by a firing that finds nothing, so that no schedule is refused day by day', () => {
    const schedule = { fleet: 'retail', entry: 'nights', scheduledAt: '2026-11-24T20:00:00Z' };
    expect(decideScaling({ action: 'hibernate', schedule }, seen())).toEqual({
      outcome: 'Skipped',
      reason: 'there is nothing to scale: shop has no node groups',
    });
  });

  it('is no time for sizes that return by themselves, which a firing skips and a person is told', () => {
    const memory = { operationId: 'o0', capturedAt: '2026-11-23T20:00:00Z', groups: [] };
    const asleep = seen({}, { memory, groups: [group] });
    const resize: ScalingRequest = {
      action: 'resize',
      groups: [{ select: { all: true }, maxSize: 6 }],
      until: '2026-11-24T22:00:00Z',
    };
    const schedule = { fleet: 'retail', entry: 'sale', scheduledAt: '2026-11-24T20:00:00Z' };
    expect(decideScaling(resize, asleep)).toMatchObject({ outcome: 'Refused' });
    expect(decideScaling({ ...resize, schedule }, asleep)).toEqual({
      outcome: 'Skipped',
      reason: 'shop is hibernating: sizes that hold for a time are for a cluster that is awake',
    });
  });

  it('does not bring a standby below what its failover plan counts on', () => {
    const firing = { action: 'hibernate', floor: { plan: 'shop', nodes: 2 } } as const;
    expect(decideScaling(firing, seen({ nodePools: [pool('default')] }))).toEqual({
      outcome: 'Skipped',
      reason: 'all nodes of its pools would go, and failover plan shop counts on 2',
    });
  });

  it('waits for pods that hold it, up to two hours', () => {
    const held = ['shop/report-1'];
    expect(decideHold(seen({ held }))).toMatchObject({ outcome: 'Held', waitSeconds: 300 });
    expect(decideHold(seen({ held }, { elapsedSeconds: 7100 }))).toMatchObject({ waitSeconds: 100 });
    expect(decideHold(seen({ held }, { elapsedSeconds: 7200 }))).toEqual({
      outcome: 'None',
      notes: ['the sleep was held for 2 hours, and went on over shop/report-1'],
    });
    expect(decideHold(seen())).toEqual({ outcome: 'None', notes: [] });
    const many = Array.from({ length: 12 }, (_, index) => `shop/report-${index}`);
    expect(decideHold(seen({ held: many }, { elapsedSeconds: 6999.5 }))).toEqual({
      outcome: 'Held',
      waitSeconds: 201,
      reason: `pods ask the sleep to wait for them, for 2 hours at most: ${many.slice(0, 10).join(', ')} and 2 more`,
    });
    expect(decideHold(seen({ held: many.slice(0, 10) }))).toHaveProperty(
      'reason',
      `pods ask the sleep to wait for them, for 2 hours at most: ${many.slice(0, 10).join(', ')}`,
    );
  });
});

describe('the limits of a NodePool', () => {
  const wanted = { name: 'default', limits: { cpu: '100', memory: '400Gi' } };
  const stopped = pool('default', { limits: { cpu: '0', memory: '400Gi' } });

  it('go to no CPUs, whatever else they say, and back', () => {
    const running = pool('default', { limits: wanted.limits });
    expect(decidePool(wanted, 'stop', running)).toMatchObject({
      change: { request: { resourceVersion: '7', limits: { cpu: '0', memory: '400Gi' } } },
    });
    expect(decidePool(wanted, 'start', stopped)).toMatchObject({
      change: { request: { limits: wanted.limits } },
    });
  });

  it('stay as somebody else has made them meanwhile', () => {
    expect(decidePool(wanted, 'stop', stopped)).toEqual({ do: 'nothing' });
    expect(decidePool(wanted, 'start', pool('default', { limits: { cpu: '8' } }))).toEqual({ do: 'nothing' });
    expect(decidePool(wanted, 'start', undefined)).toEqual({ do: 'nothing' });
  });

  it('are never those of a pool that a GitOps tool has taken over', () => {
    const labels = { 'kustomize.toolkit.fluxcd.io/name': 'pools' };
    expect(decidePool(wanted, 'start', { ...stopped, labels })).toMatchObject({ do: 'fail' });
  });
});

describe("Auto Mode's own pools", () => {
  const builtIn = { nodePools: ['general-purpose'], nodeRoleArn: 'arn:nodes' };
  const change = (direction: 'stop' | 'start'): ProvisioningChange => ({
    do: direction,
    since: '2026-11-24T20:00:00Z',
    provisioning: { builtIn, nodePools: [], nodes: [] },
  });
  const cluster = (nodePools: readonly string[], status = 'ACTIVE') => ({
    cluster: { status, computeConfig: { enabled: true, nodePools } },
  });

  it('go, with the role that EKS takes with pools only, and come back with it', () => {
    expect(decideBuiltInPools('shop', change('stop'), cluster(['general-purpose']))).toMatchObject({
      change: { request: { computeConfig: { enabled: true, nodePools: [] } } },
    });
    expect(decideBuiltInPools('shop', change('start'), cluster([]))).toMatchObject({
      change: { request: { computeConfig: { enabled: true, ...builtIn } } },
    });
  });

  it('wait for an update that is under way, and fail with one that did', () => {
    expect(decideBuiltInPools('shop', change('stop'), cluster(['system'], 'UPDATING')).do).toBe('wait');
    const failed = { ...cluster(['system']), failedUpdate: 'AutoModeUpdate failed' };
    expect(decideBuiltInPools('shop', change('stop'), failed)).toEqual({
      do: 'fail',
      reason: 'AutoModeUpdate failed',
    });
  });

  it('are left alone where somebody has switched Auto Mode off', () => {
    const off = { cluster: { status: 'ACTIVE' } };
    expect(decideBuiltInPools('shop', change('start'), off)).toEqual({ do: 'nothing' });
  });
});

describe('the order of a sleep', () => {
  const plan: ScalingPlan = {
    action: 'hibernate',
    targets: [],
    leftAlone: [],
    notes: [],
    deadlineSeconds: 1800,
    controlPlane: { kubernetesVersion: '1.34', isExtendedSupport: false, usdPerMonth: 73 },
    provisioning: {
      do: 'stop',
      since: '2026-11-24T20:00:00Z',
      provisioning: { nodePools: [{ name: 'default', limits: null }], nodes: [] },
    },
  };
  const claim = { name: 'default-a', isDeleting: false };
  const begins = (inside: SeenInside) => {
    const progress = decidePhase(provisioningItems(plan, inside, 'shop', []), {
      elapsedSeconds: 0,
      spread: 0.5,
    });
    return progress.outcome === 'Waiting' ? progress.start.map(({ key }) => key) : progress.outcome;
  };
  const stopped = [pool('default', { limits: { cpu: '0' } })];

  it('stops what starts nodes, then ends the nodes, and is over when EC2 has none', () => {
    expect(begins({ nodePools: [pool('default')], nodeClaims: [claim], instances: 1 })).toEqual([
      'nodePool/default',
    ]);
    expect(begins({ nodePools: stopped, nodeClaims: [claim], instances: 1 })).toEqual([
      'nodeClaim/default-a',
    ]);
    expect(
      begins({ nodePools: stopped, nodeClaims: [{ ...claim, isDeleting: true }], instances: 1 }),
    ).toEqual([]);
    expect(begins({ nodePools: stopped, nodeClaims: [], instances: 1 })).toEqual([]);
    expect(begins({ nodePools: stopped, nodeClaims: [], instances: 0 })).toBe('Done');
  });

  it('takes nothing for granted while the API does not answer', () => {
    const silent = { why: 'nothing came' };
    expect(begins({ nodePools: silent, nodeClaims: silent, instances: 0 })).toEqual([]);
  });
});
