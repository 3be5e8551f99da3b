import { describe, expect, it } from '@jest/globals';
import type { ObservedDisruptionBudget } from '../../../domain/ports/kubernetes.ts';
import type { SeenInside } from '../../../domain/scale/inside/inside.ts';
import type { Provisioning, ProvisioningChange } from '../../../domain/scale/inside/provisioning.ts';
import { missingInside, notesInside } from '../../../domain/scale/inside/report-inside.ts';
import type { ScalingPlan } from '../../../domain/scale/plan.ts';
import { pool, resizePlan } from './seen.fixtures.ts';

const sizes = { minSize: 0, desiredSize: 0, maxSize: 4 };
const builtIn = {
  nodePools: ['general-purpose', 'system'],
  nodeRoleArn: 'arn:aws:iam::111122223333:role/nodes',
};
const nodePools = [
  { name: 'default', limits: null },
  { name: 'gpu', limits: { cpu: '64', memory: '256Gi' } },
];
const planOf = (
  direction: ProvisioningChange['do'],
  provisioning: Partial<Provisioning>,
  targets?: [],
): ScalingPlan => ({
  ...resizePlan(sizes, sizes),
  ...(targets ? { targets } : {}),
  action: direction === 'stop' ? 'hibernate' : 'wake',
  provisioning: { do: direction, since: '', provisioning: { nodePools: [], nodes: [], ...provisioning } },
});
const missing = (plan: ScalingPlan, inside: SeenInside) =>
  missingInside(plan, inside, 'shop').map(({ name, reasons }) => [name, ...reasons]);

const stopped = nodePools.map(({ name }) => pool(name, { limits: { cpu: '0' } }));
const silent = { why: 'nothing came' };
const gone: SeenInside = { nodePools: stopped, nodeClaims: [], instances: 0 };
const claims = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `default-${index}`, isDeleting: true }));

describe('what is missing of nodes that no group has', () => {
  const stops = planOf('stop', { nodePools });
  it('is nothing once they are gone and nothing starts any', () => {
    expect(missing(stops, gone)).toEqual([]);
    expect(missing(resizePlan(sizes, sizes), { nodeClaims: claims(1) })).toEqual([]);
  });

  it.each<[string, SeenInside, readonly string[]]>([
    [
      'are NodeClaims by name',
      { nodeClaims: claims(2) },
      ['NodeClaims that are still there: default-0, default-1'],
    ],
    [
      'are more of them than a fact names',
      { nodeClaims: claims(7) },
      ['NodeClaims that are still there: default-0, default-1, default-2, default-3, default-4 and 2 more'],
    ],
    ['are instances that EC2 still has', { instances: 2 }, ['instances that EC2 still has: 2']],
    ['is why nobody could see them', { nodeClaims: silent }, ['nothing came']],
  ])('%s', (_what, inside, reasons) => {
    expect(missing(stops, { ...gone, ...inside })).toEqual([['nodes that no group has', ...reasons]]);
  });

  it.each<[string, Partial<ObservedDisruptionBudget>, boolean]>([
    ['lets none of its pods go', {}, true],
    ['lets one go', { disruptionsAllowed: 1 }, false],
    ['has no pods', { expectedPods: 0 }, false],
    ['has none that run', { currentHealthy: 0 }, false],
  ])('are said to be kept by a budget, or not, that %s', (_what, over, keeps) => {
    const budget = { disruptionsAllowed: 0, currentHealthy: 1, desiredHealthy: 1, expectedPods: 1 };
    const budgets = [{ namespace: 'shop', name: 'cart', ...budget, ...over }];
    const [[, , ...reasons] = []] = missing(stops, { ...gone, instances: 1, budgets });
    const says = 'PodDisruptionBudget shop/cart lets no pod be evicted: it needs 1 healthy and has 1';
    expect(reasons).toEqual(keeps ? [says] : []);
  });
});

describe('what is missing of what starts nodes', () => {
  const gitOps = { labels: { 'argocd.argoproj.io/instance': 'karpenter' } };
  const cluster = { status: 'ACTIVE', computeConfig: { enabled: true, nodePools: [] as string[] } };
  it.each<[string, ScalingPlan, SeenInside, readonly (readonly string[])[]]>([
    [
      'is each pool that may still start some',
      planOf('stop', { nodePools }),
      { ...gone, nodePools: [pool('default'), pool('gpu', { limits: { cpu: '0' } })] },
      [['NodePool default', 'it may still start nodes']],
    ],
    [
      'is each pool that starts none yet',
      planOf('start', { nodePools }),
      { nodePools: [pool('default'), pool('gpu', { limits: { cpu: '0' } })] },
      [['NodePool gpu', 'its limits have not been restored']],
    ],
    [
      'is why nobody could see them',
      planOf('start', { nodePools }),
      { nodePools: silent },
      [
        ['NodePool default', 'nothing came'],
        ['NodePool gpu', 'nothing came'],
      ],
    ],
    [
      'is who keeps a pool as Git has it',
      planOf('stop', { nodePools }),
      { ...gone, nodePools: [pool('default', gitOps)] },
      [['NodePool default', 'Argo CD keeps NodePool default: it is not changed']],
    ],
    [
      "are Auto Mode's own",
      planOf('start', { builtIn }),
      { cluster },
      [["Auto Mode's own node pools", 'EKS has not changed them yet']],
    ],
    [
      'is what EKS says of them',
      planOf('start', { builtIn }),
      { cluster, failedUpdate: 'the role is gone' },
      [["Auto Mode's own node pools", 'the role is gone']],
    ],
  ])('%s', (_what, plan, inside, expected) => {
    expect(missing(plan, inside)).toEqual(expected);
  });
});

describe('what a person should know of the inside of a cluster', () => {
  const ALL =
    "Auto Mode's own node pools (general-purpose, system), NodePool default (no limits), NodePool gpu (cpu 64, memory 256Gi)";
  const unseen = 'unverified inside of shop: the Kubernetes API did not answer: nothing came';
  it.each<[string, ScalingPlan, SeenInside, readonly string[]]>([
    [
      'is what starts no nodes for now',
      planOf('stop', { builtIn, nodePools }),
      {},
      [`${ALL} start no nodes until the cluster wakes`],
    ],
    [
      'is what starts some again',
      planOf('start', { builtIn, nodePools }),
      {},
      [`${ALL} start nodes again as they did before`],
    ],
    [
      'is so of one',
      planOf('start', { nodePools: nodePools.slice(1) }),
      {},
      ['NodePool gpu (cpu 64, memory 256Gi) starts nodes again as it did before'],
    ],
    ['is nothing where nothing starts any', planOf('stop', {}), { nodes: [] }, []],
    [
      'is that nobody could see whether nodes are Ready',
      planOf('stop', { nodePools: nodePools.slice(0, 1) }),
      { nodes: silent },
      [unseen, 'NodePool default (no limits) starts no nodes until the cluster wakes'],
    ],
    ['is not that, where it is about no groups', planOf('stop', {}, []), { nodes: silent }, []],
  ])('%s', (_what, plan, inside, notes) => {
    expect(notesInside(plan, inside, 'shop')).toEqual(notes);
  });
});
