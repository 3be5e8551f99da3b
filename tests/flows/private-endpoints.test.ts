import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  apply,
  auto,
  compile,
  ended,
  factsOf,
  hibernate,
  inside,
  simulate,
  wake,
} from './scale-kubernetes/simulate.ts';
import { deployment, plant } from './scale-kubernetes/workloads.ts';

beforeAll(compile, 60_000);

const PRIVATE = { vpc: { clusterEndpoints: { publicAccess: false, privateAccess: true } } };

describe('a cluster whose API is private', () => {
  it('sleeps and wakes verified, by the forwarder of its VPC', async () => {
    const report = await simulate(
      apply(auto(PRIVATE)),
      plant(deployment('shop', { replicas: 2 })),
      { wait: 600 },
      inside({ readyNodes: 1 }),
      hibernate,
      ended('Succeeded'),
      inside({ readyNodes: 0, nodeClaims: 0 }),
      { wait: 6 * 3600 },
      wake,
      ended('Succeeded'),
      { wait: 900 },
      inside({ readyNodes: 1 }),
    );
    expect(factsOf(report).map(({ detailType, detail }) => [detailType, detail.missing ?? []])).toEqual([
      ['ClusterCreated', []],
      ['ClusterHibernated', []],
      ['ClusterWoken', []],
    ]);
  }, 60_000);
});
