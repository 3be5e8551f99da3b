import { describe, expect, it } from '@jest/globals';
import { decideLease } from '../../../domain/operation/lease.ts';
import { LEVELS, speaksAt } from '../../../domain/registry/level.ts';
import { levelProblem } from '../../../domain/registry/registered-cluster.ts';

const cluster = {
  name: 'shop',
  region: 'eu-west-1',
  arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/shop',
} as const;

describe('levels', () => {
  it('each allow what comes before them', () => {
    const allowed = (level: (typeof LEVELS)[number]) =>
      LEVELS.filter((needed) => levelProblem({ cluster, level }, needed) === undefined);
    expect(allowed('observe')).toEqual(['observe']);
    expect(allowed('upgrade')).toEqual(['observe', 'scale', 'upgrade']);
    expect(allowed('all')).toEqual(LEVELS);
  });

  it('give the fleet the Kubernetes API from scale on', () => {
    expect(LEVELS.filter(speaksAt)).toEqual(['scale', 'upgrade', 'all']);
  });

  it('say how a cluster gets to the one that is needed', () => {
    expect(levelProblem({ cluster, level: 'observe' }, 'all')?.message).toMatch(
      /: eks-fleet adopt shop --region eu-west-1 --level all;/,
    );
  });

  it('say what to do where the cluster is gone, which can be adopted no more', () => {
    expect(levelProblem({ cluster, level: 'observe' }, 'all')?.message).toMatch(
      /; if there is no such cluster any more: eks-fleet release shop --region eu-west-1$/,
    );
  });

  it('bind no cluster that the fleet does not have', () => {
    expect(levelProblem(undefined, 'all')).toBeUndefined();
  });
});

describe('the lease of an adoption', () => {
  const holder = { operationId: 'o', executionArn: 'one', takenAt: '2026-11-24T08:00:00Z' };
  const lease = (kind: 'adopt' | 'create' | 'delete') => ({
    clusterArn: cluster.arn,
    epoch: 3,
    holder: { ...holder, kind },
  });

  it('gives way to every operation that changes the cluster, and takes over from none', () => {
    expect(decideLease(lease('adopt'), { kind: 'create', executionArn: 'two' })).toMatchObject({
      do: 'take',
    });
    expect(decideLease(lease('create'), { kind: 'adopt', executionArn: 'two' })).toMatchObject({
      do: 'refuse',
    });
    expect(decideLease(lease('delete'), { kind: 'release', executionArn: 'two' })).toMatchObject({
      do: 'refuse',
    });
  });
});
