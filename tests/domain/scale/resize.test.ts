import { describe, expect, it } from '@jest/globals';
import type { Resizing } from '../../../domain/policy/resizing.ts';
import { resizes } from '../../../domain/scale/resize.ts';
import { group } from './seen.fixtures.ts';

/** Two of one to four, each but the last. */
const groups = [
  { ...group, labels: { tier: 'web', team: 'shop' } },
  { ...group, key: 'nodeGroup/batch', name: 'batch', labels: { tier: 'batch', team: 'shop' } },
  { ...group, key: 'nodeGroup/bare', name: 'bare' },
  { ...group, key: 'nodeGroup/grown', name: 'grown', sizes: { minSize: 3, desiredSize: 3, maxSize: 4 } },
];
interface How {
  /** True for a firing, which nobody watches. */
  readonly follows?: boolean;
  readonly autoscaled?: boolean;
}
const ask = (asked: readonly Resizing[], { follows = false, autoscaled = false }: How = {}) => {
  const { resized, problems } = resizes(asked, groups, () => autoscaled, follows);
  return {
    sizes: resized.map(({ group: { name }, sizes: { minSize, desiredSize, maxSize } }) => [
      name,
      minSize,
      desiredSize,
      maxSize,
    ]),
    notes: resized.flatMap(({ notes }) => notes),
    problems: problems.map(({ path, message }) => `${path}: ${message}`),
  };
};
type Sizes = Omit<Resizing, 'select'>;
const web = (sizes: Sizes): Resizing => ({ select: { nodeGroups: ['web'] }, ...sizes });
const labelled = (labels: Record<string, string>): Resizing => ({ select: { labels }, maxSize: 6 });
const SCALES_IT = 'an autoscaler owns the number of nodes of web: only its bounds were moved';

describe('a resize', () => {
  it.each<[string, Sizes, How, readonly [number, number, number], (readonly string[])?]>([
    ['leaves what it does not name', { maxSize: 6 }, {}, [1, 2, 6]],
    ['counts from what there is', { minSize: '+1', desiredCapacity: '+2', maxSize: '-0' }, {}, [2, 4, 4]],
    ['goes down to no nodes', { minSize: 0, desiredCapacity: 0, maxSize: 1 }, {}, [0, 0, 1]],
    ['goes up to the quota', { maxSize: 450 }, {}, [1, 2, 450]],
    [
      'by a firing takes the number along where that is out of the bounds',
      { minSize: 3 },
      { follows: true },
      [3, 3, 4],
    ],
    ['by a firing does so downwards', { minSize: 0, maxSize: 1 }, { follows: true }, [0, 1, 1]],
    [
      'by a firing has the number that it names',
      { minSize: 0, desiredCapacity: 1 },
      { follows: true },
      [0, 1, 4],
    ],
    ['moves the bounds where an autoscaler owns the number', { maxSize: 6 }, { autoscaled: true }, [1, 2, 6]],
    ['takes its number along as well', { minSize: 3 }, { autoscaled: true }, [3, 3, 4]],
    [
      'says that a number beside them is not its to set',
      { minSize: 0, desiredCapacity: 4 },
      { autoscaled: true },
      [0, 2, 4],
      [SCALES_IT],
    ],
    [
      'says so beside a maximum',
      { desiredCapacity: 4, maxSize: 6 },
      { autoscaled: true },
      [1, 2, 6],
      [SCALES_IT],
    ],
  ])('%s', (_what, sizes, how, expected, notes = []) => {
    expect(ask([web(sizes)], how)).toEqual({ sizes: [['web', ...expected]], notes, problems: [] });
  });

  it('selects by names, by all of some labels, or everything', () => {
    const named = (asked: Resizing) => ask([asked]).sizes.map(([name]) => name);
    expect(named({ select: { nodeGroups: ['bare', 'web'] }, maxSize: 6 })).toEqual(['web', 'bare']);
    expect(named(labelled({ team: 'shop' }))).toEqual(['web', 'batch']);
    expect(named(labelled({ team: 'shop', tier: 'batch' }))).toEqual(['batch']);
    expect(named({ select: { all: true }, maxSize: 6 })).toEqual(['web', 'batch', 'bare', 'grown']);
  });

  it.each<[string, readonly Resizing[], string, How?]>([
    ['no size', [web({})], '[0]: found no size, allowed minSize, desiredCapacity, maxSize, one or more'],
    [
      'a name that there is not',
      [{ select: { nodeGroups: ['web', 'wbe'] }, maxSize: 6 }],
      '[0].select.nodeGroups[1]: found wbe, allowed web, batch, bare, grown',
    ],
    [
      'labels that no group has together',
      [labelled({ tier: 'web', team: 'data' })],
      '[0].select.labels: found tier=web, team=data, allowed labels that a node group gives its nodes: web tier=web, team=shop; batch tier=batch, team=shop; bare none; grown none',
    ],
    [
      'a group twice',
      [web({ maxSize: 5 }), web({ maxSize: 6 })],
      '[1].select: selects node group web a second time',
    ],
    [
      'less than none',
      [web({ minSize: '-2' })],
      '[0].minSize: found -1 for node group web, allowed 0 or more',
    ],
    [
      'more than the quota',
      [web({ maxSize: 451 })],
      "[0].maxSize: found 451 for node group web, allowed at most 450, EKS's quota of nodes in a group",
    ],
    [
      'none at most',
      [web({ minSize: 0, desiredCapacity: 0, maxSize: 0 })],
      '[0].maxSize: found 0 for node group web, allowed at least 1: to have no nodes, set desiredCapacity and minSize to 0',
    ],
    [
      'a minimum above the maximum',
      [web({ minSize: 5 })],
      '[0].minSize: found 5 for node group web, allowed at most 4, its maxSize',
    ],
    [
      'a maximum below the minimum',
      [{ select: { nodeGroups: ['grown'] }, maxSize: 2 }],
      '[0].maxSize: found 2 for node group grown, allowed at least 3, its minSize',
    ],
    [
      'a minimum above its nodes',
      [web({ minSize: 3 })],
      '[0].minSize: found 3 for node group web, allowed 2, its desiredCapacity, within the bounds: name a desiredCapacity as well',
    ],
    [
      'a maximum below them',
      [web({ minSize: 0, maxSize: 1 })],
      '[0].maxSize: found 1 for node group web, allowed 2, its desiredCapacity, within the bounds: name a desiredCapacity as well',
    ],
    [
      'more nodes than the maximum',
      [web({ desiredCapacity: 5 })],
      '[0].desiredCapacity: found 5 for node group web, allowed 1 to 4, its minSize and maxSize',
    ],
    [
      'fewer nodes than the minimum',
      [web({ desiredCapacity: 0 })],
      '[0].desiredCapacity: found 0 for node group web, allowed 1 to 4, its minSize and maxSize',
    ],
    [
      'nothing but a number that an autoscaler owns',
      [web({ desiredCapacity: 3 })],
      '[0].desiredCapacity: found a number of nodes for node group web, allowed minSize and maxSize: an autoscaler owns the number between them',
      { autoscaled: true },
    ],
  ])('is refused for %s', (_what, asked, problem, how = {}) => {
    expect(ask(asked, how).problems).toEqual([expect.stringContaining(`detail.groups${problem}`)]);
  });
});
