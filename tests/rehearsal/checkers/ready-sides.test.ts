import { describe, expect, it } from '@jest/globals';
import { ReadySidesChecker } from '../../../rehearsal/checkers/failover/ready-sides.ts';
import { written } from './plans.fixtures.ts';
import { watch } from './watched.ts';

const group = (inService: number, DesiredCapacity = inService) => ({
  AutoScalingGroups: [
    {
      ...{ AutoScalingGroupName: 'asg', DesiredCapacity, MinSize: 0, MaxSize: 9 },
      Tags: [{ Key: 'eks:nodegroup-name', Value: 'web' }],
      Instances: Array.from({ length: inService }, () => ({ LifecycleState: 'InService' })),
    },
  ],
});
const deployment = (replicas: number, readyReplicas: number) => ({
  nodes: [],
  version: '1.34',
  deployments: [
    { metadata: { namespace: 'default', name: 'shop' }, spec: { replicas }, status: { readyReplicas } },
  ],
});

type There = { readonly nodes: number; readonly pods: number; readonly status: number };
interface Besides {
  readonly capacity?: object;
  readonly accepted?: number;
  /** Seconds from the fence to the word. */
  readonly waited?: number;
}

/** A primary of five nodes and pods, and a standby that has some of both as its word is said. */
function led(to: There, { capacity, accepted, waited = 0 }: Besides = {}) {
  const on = watch((watched) => new ReadySidesChecker(watched), {
    has: {
      'autoscaling:DescribeAutoScalingGroups': (input) =>
        JSON.stringify(input).includes('/west') ? group(to.nodes) : group(5),
      inCluster: ({ cluster }) => (cluster === 'west' ? deployment(to.pods, to.pods) : deployment(5, 5)),
      'site:west.example.org': () => ({ status: to.status, body: '' }),
    },
  });
  const plans = written(on, capacity);
  const { item, word } = plans;
  word(1, 'primary');
  item(2, 'standby', 'fenced');
  on.at(waited);
  if (accepted !== undefined) plans.accepted(accepted);
  item(2, 'standby', 'serving');
  word(2, 'standby');
  return on.found();
}

describe('the side that a word leads to', () => {
  it('has its floor of nodes and pods, and its site answers', async () => {
    expect(await led({ nodes: 3, pods: 3, status: 200 })).toEqual([]);
  });

  it.each([
    ['nodes', { nodes: 2, pods: 3, status: 200 }, '2 of 3 nodes of web'],
    ['pods', { nodes: 3, pods: 2, status: 200 }, '2 of 3 Ready pods of default/shop'],
    ['answers', { nodes: 3, pods: 3, status: 503 }, 'its site answers {"status":503,"body":""}'],
  ])('is not ready without its %s', async (_what, to, why) => {
    expect(await led(to)).toEqual([`the word of plan shop led to its standby, which is not ready: ${why}`]);
  });

  const few = { nodes: 2, pods: 2, status: 200 };
  const anyway = { whenShort: 'moveAnyway', waitFor: '2m' };

  it('may have less where a person has said so of this move, or the plan once it has waited', async () => {
    expect(await led(few, { accepted: 2 })).toEqual([]);
    expect(await led(few, { capacity: anyway, waited: 120 })).toEqual([]);
  });

  it('may not by the word on another move, nor before the plan has waited, nor without its site', async () => {
    expect(await led(few, { accepted: 1 })).toHaveLength(2);
    expect(await led(few, { capacity: anyway, waited: 119 })).toHaveLength(2);
    expect(await led({ ...few, status: 503 }, { accepted: 2 })).toHaveLength(1);
  });
});
