import { describe, expect, it } from '@jest/globals';
import { TaskError } from '../../domain/errors.ts';
import type { DescribedCluster } from '../../domain/ports/eks.ts';
import { findSupportEnds } from '../../functions/support/find-support-ends.ts';

const cluster = (name: string) =>
  ({
    name,
    region: 'us-west-2',
    arn: `arn:aws:eks:us-west-2:111122223333:cluster/${name}`,
  }) as const;
const at = '2026-11-30T08:00:00Z';
/** Clusters at 1.34, whose standard support ends on 2026-12-02; an error by the name of a cluster is thrown. */
const look = (
  names: readonly string[],
  errors: Readonly<Record<string, TaskError>> = {},
  remainingMs = 30_000,
) =>
  findSupportEnds(
    { clusters: names.map(cluster), at },
    {
      invocation: { remainingMs: () => remainingMs },
      eks: {
        describeCluster: async (name: string) => {
          if (errors[name]) throw errors[name];
          return { version: '1.34' } as DescribedCluster;
        },
      },
      registry: { toldSupport: async () => undefined },
    },
  );

describe('looking for the end of support', () => {
  it('passes over a cluster that cannot be seen, and says why', async () => {
    const found = await look(['a', 'b', 'c'], { b: new TaskError('AccessDenied', 'no') });
    expect(found.ends.map((end) => end.cluster.name)).toEqual(['a', 'c']);
    expect(found).toMatchObject({ looked: 3, notSeen: [{ cluster: 'b', reason: 'AccessDenied: no' }] });
  });

  it('leaves the rest for the next look where AWS throttles, and tries again where it is the first', async () => {
    const throttled = new TaskError('Throttled', 'slow down');
    expect(await look(['a', 'b', 'c'], { b: throttled })).toMatchObject({ looked: 1, notSeen: [] });
    await expect(look(['b', 'c'], { b: throttled })).rejects.toBe(throttled);
  });

  it('looks at one at least, however little time is left', async () => {
    expect((await look(['a', 'b'], {}, 1)).looked).toBe(1);
  });
});
