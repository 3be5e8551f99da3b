import { describe, expect, it } from '@jest/globals';
import { foreignProblem } from '../../../domain/registry/foreign.ts';
import type { RegisteredCluster } from '../../../domain/registry/registered-cluster.ts';

const cluster = {
  name: 'shop',
  region: 'eu-west-1',
  arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/shop',
} as const;
const ours = { tags: { 'eks-fleet.dev/cluster': 'shop' } };

describe('a document of a cluster that is there', () => {
  it.each<[string, Parameters<typeof foreignProblem>[1], boolean]>([
    ['that nobody made yet', undefined, false],
    ['that eks-fleet made', ours, false],
    ['that the fleet was given', { tags: {} }, true],
  ])('is applied to one %s', (_, observed, isRegistered) => {
    const registered = isRegistered ? ({ cluster } as unknown as RegisteredCluster) : undefined;
    expect(foreignProblem(cluster, observed, registered)).toBeUndefined();
  });

  it.each<[string, Parameters<typeof foreignProblem>[1]]>([
    ['without tags', {}],
    ['with tags of its own', { tags: { team: 'payments' } }],
    ['with the tag of another cluster of ours', { tags: { 'eks-fleet.dev/cluster': 'shop-2' } }],
  ])('is refused where something else made it, %s, and says how it is taken in', (_, observed) => {
    const adopt = 'eks-fleet adopt shop --region eu-west-1';
    expect(foreignProblem(cluster, observed, undefined)).toEqual({
      path: 'metadata.name',
      message: `something else made shop in eu-west-1, and the fleet does not have it; to bring it to this document: ${adopt}, then ${adopt} --level all`,
    });
  });
});
