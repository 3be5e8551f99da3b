import { describe, expect, it } from '@jest/globals';
import { compareReleases } from '../../../../domain/upgrade/nodes/release.ts';

const sign = (order: number | undefined) => (order === undefined ? undefined : Math.sign(order));

describe('a release, held against the wanted one', () => {
  it.each([
    ['1.35', '1.35.0-20261105', '1.36', '1.36.1-20261105', -1],
    ['1.36', '1.36.1-20261105', '1.35', '1.35.0-20261105', 1],
    ['1.9', '1.9.1-20261105', '1.10', '1.10.0-20261105', -1],
    ['1.36', '1.36.1-20261105', '1.36', '1.36.1-20261105', 0],
    ['1.36', '1.36.1-20261029', '1.36', '1.36.1-20261105', -1],
    ['1.36', '1.36.2-20261112', '1.36', '1.36.1-20261105', 1],
    ['1.36', '1.36.1-20251231', '1.36', '1.36.0-20260101', -1],
    ['1.36', '1.36-2026.10.29', '1.36', '1.36-2026.11.05', -1],
    ['1.36', '1.50.0-6d9ef7b8', '1.36', '1.51.0-0a9ef7b8', -1],
    ['1.36', '1.9.0-6d9ef7b8', '1.36', '1.10.0-0a9ef7b8', -1],
    ['1.36', '1.50.0-6d9ef7b8', '1.36', '1.50.0-0a9ef7b8', 0],
    ['1.36', 'ami-0123456789abcdef0', '1.36', '1.36.1-20261105', undefined],
    [undefined, undefined, '1.36', '1.36.1-20261105', undefined],
  ])('%s %s against %s %s is %p', (version, releaseVersion, wanted, release, order) => {
    const seen = { ...(version && { version }), ...(releaseVersion && { releaseVersion }) };
    expect(sign(compareReleases(seen, { version: wanted, releaseVersion: release }))).toBe(order);
  });
});
