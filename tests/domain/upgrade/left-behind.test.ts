import { describe, expect, it } from '@jest/globals';
import type { ObservedNode, ObservedPod } from '../../../domain/ports/kubernetes.ts';
import { hasFargateLeft, leftInWords, nodesLeftOf } from '../../../domain/upgrade/left-behind.ts';
import { hop, plan } from './fixtures.ts';

const COMPUTE_TYPE = 'eks.amazonaws.com/compute-type';
const node = (name: string, minor: string, more: Partial<ObservedNode> = {}): ObservedNode => ({
  ...{ name, ready: true, cordoned: false, labels: {}, annotations: {} },
  ...(minor === '' ? {} : { kubeletVersion: `v${minor}.2-eks-1` }),
  ...more,
});
const of = (type: string) => ({ labels: { [COMPUTE_TYPE]: type } });
const pod = (name: string, nodeName: string): ObservedPod => ({
  ...{ namespace: 'jobs', name, uid: name, createdAt: '', isDeleting: false },
  ...{ nodeName, phase: 'Running', ready: true, labels: {} },
});
const verify = { key: '1.35/verify', kind: 'verify' as const, to: '1.35' };
const back = { key: 'back/1.34/verify', kind: 'verify' as const, to: '1.34' };
const OWN = { name: 'own', leftBehind: 'a custom AMI', isWindows: false };
const one = plan([hop('1.35', { nodeGroups: [OWN] })]);
const left = (nodes: readonly ObservedNode[], pods: readonly ObservedPod[] = [], step = verify) =>
  nodesLeftOf(one, step, nodes, pods);

describe('the nodes that an upgrade leaves', () => {
  it('are those that nobody has moved, by who runs them, the oldest first', () => {
    expect(
      left([
        node('ip-1', '1.35'),
        node('ip-2', '1.34', { nodePool: 'general' }),
        node('ip-3', '1.33', { nodePool: 'general' }),
        node('rack-1', '1.34', of('hybrid')),
        node('rack-2', '1.35', of('hybrid')),
        node('ip-4', '1.34'),
        node('ip-5', '1.34', { nodegroupName: 'web' }),
      ]),
    ).toEqual([
      { what: 'hybrid nodes', count: 1, version: '1.34', names: ['rack-1'] },
      { what: 'node group web', count: 1, version: '1.34', names: ['ip-5'] },
      { what: 'pool general', count: 2, version: '1.33', names: ['ip-2', 'ip-3'] },
      { what: 'self-managed nodes', count: 1, version: '1.34', names: ['ip-4'] },
    ]);
  });

  it('are none of a group that the plan says why it stays, and none whose kubelet has not told yet', () => {
    expect(left([node('ip-1', '1.34', { nodegroupName: 'own' }), node('ip-2', '')])).toEqual([]);
  });

  it('of Fargate are told by the pods that nobody makes anew', () => {
    const nodes = [node('fargate-1', '1.34', of('fargate')), node('fargate-2', '1.35', of('fargate'))];
    expect(hasFargateLeft(nodes, verify)).toBe(true);
    expect(hasFargateLeft(nodes.slice(1), verify)).toBe(false);
    expect(hasFargateLeft([node('ip-1', '1.34')], verify)).toBe(false);
    expect(left(nodes, [pod('batch', 'fargate-1'), pod('new', 'fargate-2')])).toEqual([
      { what: 'Fargate', count: 1, version: '1.34', names: ['jobs/batch'] },
    ]);
  });

  it('are on the way back those that are newer', () => {
    const nodes = [node('ip-1', '1.35', { nodePool: 'general' }), node('ip-2', '1.33')];
    expect(left(nodes, [], back)).toEqual([
      { what: 'pool general', count: 1, version: '1.35', names: ['ip-1'] },
    ]);
  });

  it('are so many that an event has room for them', () => {
    const many = Array.from({ length: 300 }, (_, index) =>
      node(`ip-${index}`, '1.34', { nodePool: `pool-${index % 30}` }),
    );
    const told = left(many);
    expect(told).toHaveLength(20);
    expect(told.every(({ count, names }) => count === 10 && names.length === 5)).toBe(true);
  });

  it('are told in a sentence each, with the groups that stay', () => {
    const hybrid = { what: 'hybrid nodes', count: 1, version: '1.34', names: ['rack-1'] };
    const pool = { what: 'pool general', count: 7, version: '1.33', names: ['ip-1'] };
    expect(leftInWords(one, { version: '1.35', nodesLeft: [hybrid, pool] })).toEqual([
      'node group own is left behind: a custom AMI',
      'hybrid nodes: 1 node at 1.34 still: rack-1',
      'pool general: 7 nodes at 1.33 still: ip-1, …',
    ]);
  });
});
