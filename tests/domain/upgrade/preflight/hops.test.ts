import { describe, expect, it } from '@jest/globals';
import { wayTo } from '../../../../domain/upgrade/hops.ts';
import { factsOf } from './fixtures.ts';

const { minors } = factsOf();
const without = (...gone: readonly string[]) => minors.filter(({ version }) => !gone.includes(version));

describe('the way to a version', () => {
  it('is each minor between, one at a time', () => {
    expect(wayTo('1.34', '1.35', minors)).toEqual({ minors: ['1.35'] });
    expect(wayTo('1.33', '1.36', minors)).toEqual({ minors: ['1.34', '1.35', '1.36'] });
  });

  it.each([
    ['the same version', '1.34', '1.34', minors, 'detail.to', 'which the cluster has already'],
    ['an older one', '1.34', '1.33', minors, 'detail.to', 'a version is not lowered by an upgrade'],
    [
      'one that is not known',
      '1.34',
      '1.99',
      minors,
      'target-unsupported',
      'found 1.99, which EKS does not offer',
    ],
    ['one on the way that is gone', '1.33', '1.35', without('1.34'), 'target-unsupported', '1.34 on the way'],
    [
      'one that is supported no longer',
      '1.33',
      '1.34',
      minors.map((minor) => (minor.version === '1.34' ? { ...minor, support: 'none' as const } : minor)),
      'target-unsupported',
      'which EKS supports no longer',
    ],
  ])('refuses %s, and says what is allowed', (_what, from, to, offered, path, words) => {
    const way = wayTo(from, to, offered);
    expect(way).toEqual({ problem: { path, message: expect.stringContaining(words) } });
    expect(way).toEqual({ problem: { path, message: expect.stringMatching(/allowed 1\.3\d/) } });
  });

  it('says so where EKS offers nothing newer', () => {
    expect(wayTo('1.36', '1.36', minors)).toEqual({
      problem: { path: 'detail.to', message: expect.stringContaining('EKS offers none above 1.36') },
    });
  });
});
