import { describe, expect, it } from '@jest/globals';
import type { ObservedAddon } from '../../../domain/contents/addon/decide.ts';
import type { ObservedNodegroup } from '../../../domain/contents/node-group/observed.ts';
import type { ObservedNode } from '../../../domain/ports/kubernetes.ts';
import type { UpgradeReport } from '../../../domain/upgrade/report.ts';
import type { StepKind } from '../../../domain/upgrade/steps.ts';
import { missingAtRest, missingOfEks, movedBy, type SeenInTheEnd } from '../../../domain/upgrade/verify.ts';
import { hop, plan } from './fixtures.ts';

const of = plan([hop('1.35')], {
  workloads: { 'Pod shop/web': 1, 'ReplicaSet shop/old': 1, 'Deployment shop/web': 2 },
});
const verify = { key: '1.35/verify', kind: 'verify' as const, to: '1.35' };
const back = { key: 'back/1.34/verify', kind: 'verify' as const, to: '1.34' };
const taken = (to: string, kinds: readonly StepKind[], way = ''): UpgradeReport => ({
  version: to,
  steps: kinds.map((kind) => ({ key: `${way}${to}/${kind}`, kind, to, beganAt: '' })),
});
const all = taken('1.35', ['addonsBefore', 'controlPlane', 'addonsAfter', 'nodes', 'verify']);

const addon = (more: Partial<ObservedAddon> = {}): ObservedAddon => ({
  addonArn: 'arn',
  addonName: 'coredns',
  status: 'ACTIVE',
  addonVersion: 'v1.35',
  ...more,
});
const group = (more: Partial<ObservedNodegroup> = {}) =>
  ({ nodegroupName: 'web', status: 'ACTIVE', version: '1.35', ...more }) as ObservedNodegroup;
const node = (kubeletVersion?: string, nodegroupName = 'web'): ObservedNode => ({
  name: 'ip-1',
  ready: true,
  cordoned: false,
  annotations: {},
  labels: {},
  nodegroupName,
  ...(kubeletVersion === undefined ? {} : { kubeletVersion }),
});
type Seen = Omit<SeenInTheEnd, 'health'>;
const well: Seen = {
  cluster: { status: 'ACTIVE', version: '1.35' },
  addons: new Map([['coredns', addon()]]),
  nodeGroups: new Map([['web', group()]]),
  inside: { nodes: [node('v1.35.2-eks-1')], controllers: [], pods: [] },
};
const missing = (seen: Partial<Seen>, report = all, step: typeof verify | typeof back = verify) =>
  missingOfEks(of, step, movedBy(of, report, step), { ...well, ...seen });

describe('what a minor has moved', () => {
  it('is what its steps were about', () => {
    expect(movedBy(of, all, verify)).toEqual({
      controlPlane: true,
      addons: [{ name: 'coredns', version: 'v1.35' }],
      nodeGroups: of.hops[0]?.nodeGroups,
    });
    expect(movedBy(of, taken('1.35', ['addonsBefore']), verify)).toEqual({
      controlPlane: false,
      addons: [{ name: 'coredns', version: 'v1.35-before' }],
      nodeGroups: [],
    });
    expect(movedBy(of, taken('1.34', ['nodes', 'controlPlane']), verify)).toMatchObject({
      controlPlane: false,
    });
  });

  it('is on the way back what goes back', () => {
    const report = {
      ...all,
      steps: [...all.steps, ...taken('1.34', ['addonsAfter', 'controlPlane'], 'back/').steps],
    };
    expect(movedBy(of, report, back)).toEqual({
      controlPlane: true,
      addons: [{ name: 'coredns', version: 'v1.34' }],
      nodeGroups: [],
    });
  });

  it('has no group that was left behind', () => {
    const left = plan([
      hop('1.35', { nodeGroups: [{ name: 'own', leftBehind: 'a custom AMI', isWindows: false }] }),
    ]);
    expect(movedBy(left, all, verify).nodeGroups).toEqual([]);
  });
});

describe('what is missing in the end', () => {
  const keys = (found: ReturnType<typeof missing>) => found.map(({ key }) => key);
  it('is nothing where all is at its version', () => {
    expect(missing({})).toEqual([]);
  });

  it.each<[string, Partial<Seen>, readonly string[]]>([
    ['the control plane, older', { cluster: { status: 'ACTIVE', version: '1.34' } }, ['verify/controlPlane']],
    [
      'the control plane, updating',
      { cluster: { status: 'UPDATING', version: '1.35' } },
      ['verify/controlPlane'],
    ],
    ['the control plane, gone', { cluster: undefined }, ['verify/controlPlane']],
    [
      'an add-on, older',
      { addons: new Map([['coredns', addon({ addonVersion: 'v1.34' })]]) },
      ['verify/addon/coredns'],
    ],
    [
      'an add-on, degraded',
      { addons: new Map([['coredns', addon({ status: 'DEGRADED' })]]) },
      ['verify/addon/coredns'],
    ],
    ['no add-on that was taken away', { addons: new Map([['coredns', undefined]]) }, []],
    [
      'no add-on that is past its pin',
      { addons: new Map([['coredns', addon({ addonVersion: 'v1.36' })]]) },
      [],
    ],
    [
      'a group, older',
      { nodeGroups: new Map([['web', group({ version: '1.34' })]]) },
      ['verify/nodeGroup/web'],
    ],
    [
      'a group, degraded',
      { nodeGroups: new Map([['web', group({ status: 'DEGRADED' })]]) },
      ['verify/nodeGroup/web'],
    ],
    ['no group that was taken away', { nodeGroups: new Map() }, []],
    [
      'a node that is older',
      { inside: { nodes: [node('v1.34.9-eks-1')], controllers: [], pods: [] } },
      ['verify/nodeGroup/web'],
    ],
    [
      'a node of no version yet',
      { inside: { nodes: [node()], controllers: [], pods: [] } },
      ['verify/nodeGroup/web'],
    ],
    [
      'no node of another group',
      { inside: { nodes: [node('v1.33.1', 'left')], controllers: [], pods: [] } },
      [],
    ],
  ])('is %s', (_what, seen, expected) => {
    expect(keys(missing(seen))).toEqual(expected);
  });

  it('is on the way back what is still newer', () => {
    const report = taken('1.34', ['addonsAfter', 'controlPlane'], 'back/');
    expect(keys(missing({}, report, back))).toEqual(['verify/controlPlane', 'verify/addon/coredns']);
    const older = {
      cluster: { status: 'ACTIVE', version: '1.34' } as const,
      addons: new Map([['coredns', addon({ addonVersion: 'v1.34' })]]),
    };
    expect(missing(older, report, back)).toEqual([]);
  });

  it('names so many workloads, and tells how many more there are', () => {
    const names = Array.from({ length: 53 }, (_, index) => `ReplicaSet shop/${index}`);
    const many = { ...of, workloads: Object.fromEntries(names.map((name) => [name, 1])) };
    const inside = { nodes: [], controllers: [], pods: [] };
    const found = missingAtRest(many, { inside, health: { is: 'quiet' } });
    expect(found).toHaveLength(51);
    expect(found.at(-1)).toEqual({ key: 'verify/workloads', reason: '3 more are less ready than before' });
  });

  it('is a workload that is not as ready, or that nobody can see, and an alarm', () => {
    const quiet = { is: 'quiet' } as const;
    const rest = (inside: SeenInTheEnd['inside'], health: SeenInTheEnd['health'] = quiet) =>
      missingAtRest(of, { inside, health }).map(({ key, reason }) => `${key}: ${reason}`);
    const web = { kind: 'Deployment' as const, namespace: 'shop', name: 'web', wanted: 2, ready: 1 };
    expect(rest({ nodes: [], controllers: [web], pods: [] })).toEqual([
      'verify/workload/ReplicaSet shop/old: 0 of its pods are ready, and 1 were before',
      'verify/workload/Deployment shop/web: 1 of its pods are ready, and 2 were before',
    ]);
    expect(rest({ why: 'no route' })).toEqual(['verify/workloads: they cannot be seen: no route']);
    expect(rest(undefined)).toEqual([]);
    expect(rest(undefined, { is: 'unsettled', reason: 'alarm slo', secondsLeft: 9, failing: [] })).toEqual([
      'verify/health: alarm slo',
    ]);
    expect(rest(undefined, { is: 'unknown', missing: ['slo'] })).toEqual([
      'verify/alarm/slo: CloudWatch has no such alarm',
    ]);
  });
});
