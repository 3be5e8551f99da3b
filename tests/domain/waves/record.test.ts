import { describe, expect, it } from '@jest/globals';
import { approvedText } from '../../../domain/waves/approval.ts';
import { type ClusterKey, requestIdOf } from '../../../domain/waves/record.ts';
import { east, upgradeOf, wave as waveOf, west } from './fixtures.ts';

describe('the id of a cluster’s request', () => {
  const id = (key: ClusterKey, attempt = 1) => requestIdOf({ id: 'up' }, key, { attempt });

  it('is the same in every try of an attempt, and another for each attempt and cluster', async () => {
    const first = id(east('shop'));
    expect(id(east('shop'))).toBe(first);
    expect(new Set([first, id(east('shop'), 2), id(west('shop')), id(east('shop2'))]).size).toBe(4);
  });

  it('does not go by the clock', () => {
    const now = Date.now;
    const first = id(east('shop'));
    Date.now = () => now() + 86_400_000;
    try {
      expect(id(east('shop'))).toBe(first);
    } finally {
      Date.now = now;
    }
  });

  it('fits into a request, and is told apart, whatever the name’s length', () => {
    const long = 'x'.repeat(99);
    const [one, other] = [id(east(`${long}1`)), id(east(`${long}2`))];
    expect(one.length).toBeLessThanOrEqual(128);
    expect(one).not.toBe(other);
  });
});

describe('the text that is approved', () => {
  const wave = waveOf('prod', [east('a'), west('a')]);
  const upgrade = upgradeOf([wave]);
  const text = approvedText(upgrade, wave);

  it('is the same in whatever order clusters and pins stand', () => {
    expect(approvedText(upgrade, { ...wave, clusters: wave.clusters.toReversed() })).toBe(text);
  });

  it.each([
    ['another cluster', upgrade, { ...wave, clusters: [east('a'), west('b')] }],
    [
      'one cluster less, which is skipped',
      { ...upgrade, members: { [east('a')]: { is: 'skipped', at: '', attempt: 1 } } },
      wave,
    ],
    ['more at once', upgrade, { ...wave, parallel: 9 }],
    ['a larger budget', upgrade, { ...wave, failures: 9 }],
    ['another target', { ...upgrade, to: '1.99' }, wave],
    ['another pin', { ...upgrade, pins: { ...upgrade.pins, addons: { 'vpc-cni': 'v9' } } }, wave],
    ['another sign', { ...upgrade, signs: { alarms: ['x'], probes: [] } }, wave],
  ] as const)('is another one with %s', (_, other, asked) => {
    expect(approvedText(other as typeof upgrade, asked as typeof wave)).not.toBe(text);
  });
});
