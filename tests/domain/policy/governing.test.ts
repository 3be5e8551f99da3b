import { describe, expect, it } from '@jest/globals';
import { governing, SCALE_REASON } from '../../../domain/policy/governing.ts';
import { fleetOf, NOW, SALE, SHOP } from './documents.ts';

/** The scale entries that act on the cluster, of those given, with ties and reasons; named by their order. */
function acting(...entries: readonly object[]) {
  const scale = entries.map((entry, index) => ({ ...SALE, name: `n${index}`, ...entry }));
  const { name } = SHOP.cluster;
  const found = governing(fleetOf({ scale }), Date.parse(NOW))({ name, tags: SHOP.tags });
  return {
    acts: found.scale.map((entry) => entry.name),
    ties: found.conflicts.map(({ entries: names }) => names),
    silenced: found.silenced.map(({ entry, by }) => `${entry} by ${by}`),
    reasons: [...new Set([...found.conflicts, ...found.silenced].map(({ reason }) => reason))],
  };
}

const web = { nodeGroups: { web: { minSize: 4 } } };
const named = (...nodeGroups: readonly string[]) => ({ select: { nodeGroups }, minSize: 4 });
const batch = { nodeGroups: [named('batch')] };
const labelled = { select: { labels: { tier: 'web' } }, minSize: 4 };

describe('two scale entries of one cluster', () => {
  it.each<[string, object, object, boolean]>([
    ['meet where they name one group', web, { nodeGroups: [named('web')] }, true],
    [
      'meet where a list of one has it beside others',
      web,
      { nodeGroups: [named('batch'), named('gpu', 'web')] },
      true,
    ],
    ['do not meet on other groups', web, batch, false],
    ['may meet where one goes by labels', { nodeGroups: [labelled] }, batch, true],
    ['may meet where the other does, beside names', batch, { nodeGroups: [named('web'), labelled] }, true],
    ['meet where one is of all groups', { nodeGroups: [{ select: { all: true }, minSize: 4 }] }, batch, true],
    ['do not meet at other times', web, { ...web, at: 'cron(1 6 ? * FRI *)' }, false],
    [
      'meet at one time by the clocks of two zones',
      web,
      { ...web, at: 'cron(0 7 ? * FRI *)', zone: 'Europe/Berlin' },
      true,
    ],
    ['do not meet on other days', web, { ...web, at: 'cron(0 6 ? * MON *)' }, false],
    [
      'meet while the sizes of the first hold',
      { ...web, for: '2h' },
      { ...web, at: 'cron(30 6 ? * FRI *)' },
      true,
    ],
    [
      'meet in the minute in which these end',
      { ...web, for: '2h' },
      { ...web, at: 'cron(0 8 ? * FRI *)' },
      true,
    ],
    ['do not meet after that', { ...web, for: '2h' }, { ...web, at: 'cron(1 8 ? * FRI *)' }, false],
    [
      'meet while the sizes of the second hold',
      { ...web, at: 'cron(30 6 ? * FRI *)' },
      { ...web, for: '2h' },
      true,
    ],
    ['do not meet where one has fired for good', web, { ...web, at: 'at(2026-11-20T06:00:00)' }, false],
  ])('%s', (_what, one, other, meet) => {
    expect(acting(one, other)).toEqual(
      meet
        ? { acts: [], ties: [['n0', 'n1']], silenced: [], reasons: [SCALE_REASON] }
        : { acts: ['n0', 'n1'], ties: [], silenced: [], reasons: [] },
    );
  });

  it('that meet give way to the one of higher priority, whichever is written first', () => {
    expect(acting(web, { ...web, priority: 1 })).toMatchObject({
      acts: ['n1'],
      ties: [],
      silenced: ['n0 by n1'],
    });
    expect(acting({ ...web, priority: 2 }, { ...web, priority: 1 })).toMatchObject({
      acts: ['n0'],
      silenced: ['n1 by n0'],
      reasons: [SCALE_REASON],
    });
  });

  it('leave others to act that they do not meet, and are each silenced by the first that goes before them', () => {
    const first = { ...web, priority: 2 };
    expect(acting(first, web, { ...web, priority: 1 }, batch)).toMatchObject({
      acts: ['n0', 'n3'],
      ties: [],
      silenced: ['n1 by n0', 'n2 by n0'],
    });
  });
});
