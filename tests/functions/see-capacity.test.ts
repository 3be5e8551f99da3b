import { describe, expect, it } from '@jest/globals';
import { TaskError } from '../../domain/errors.ts';
import { belowFloor, type WantedCapacity } from '../../domain/failover/capacity.ts';
import { type CapacityPorts, seeCapacity } from '../../functions/failover/see-capacity.ts';

const wanted: WantedCapacity = {
  ...{ groups: [], replicas: { 'default/shop': 2 }, floorPercent: 100, lacking: [] },
};
const api = {} as never;
const portsThatFail = (name: 'KubernetesUnreachable' | 'Conflict'): CapacityPorts => {
  const fails = () => Promise.reject(new TaskError(name, 'no answer within 4 s'));
  return { kubernetes: { nodes: fails, deployment: fails }, nodeGroups: {} } as never;
};

describe('the capacity of a cluster whose Kubernetes API does not answer', () => {
  it('is counted without pods, and says so', async () => {
    const seen = await seeCapacity(wanted, api, 'shop', portsThatFail('KubernetesUnreachable'));
    expect(seen.why).toBe(
      'pods were not counted, and nodes by Auto Scaling alone: the Kubernetes API did not answer: no answer within 4 s',
    );
    expect(belowFloor(wanted, seen)).toEqual([]);
  });

  it('says so as well of a cluster that has not let the fleet in', async () => {
    const seen = await seeCapacity(wanted, undefined, 'shop', portsThatFail('Conflict'));
    expect(seen.why).toContain('pods were not counted');
  });

  it('is not counted where it answers with something else', async () => {
    await expect(seeCapacity(wanted, api, 'shop', portsThatFail('Conflict'))).rejects.toThrow('no answer');
  });
});
