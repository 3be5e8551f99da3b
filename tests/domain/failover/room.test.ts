import { describe, expect, it } from '@jest/globals';
import { roomFaults, type SeenRoom } from '../../../domain/failover/room.ts';
import type { SideGroup } from '../../../domain/ports/sides.ts';
import { shopPlan } from './preparation/plan.ts';

const web: SideGroup = {
  ...{ name: 'web', instanceTypes: ['m6i.xlarge', 'm6i.large'], subnets: ['a', 'b'], isSpot: false },
  ...{ desiredSize: 1, maxSize: 8 },
};
/** Three of four nodes are to come, and with them six of eight pods. */
const seen = (more: Partial<SeenRoom> = {}): SeenRoom => ({
  plan: shopPlan(),
  sizes: { at: '2026-12-02T10:00:00Z', nodeGroups: { web: 4 }, replicas: { 'shop/cart': 8 } },
  groups: [web],
  freeAddresses: { a: 4, b: 5 },
  vcpus: { 'm6i.large': 2, 'm6i.xlarge': 4, 'g5.xlarge': 4 },
  running: { 'm6i.large': 1, 'g5.xlarge': 9 },
  vcpuQuota: 8,
  ...more,
});

describe('the room for a failover', () => {
  it.each<[string, Partial<SeenRoom>]>([
    ['is just enough', {}],
    ['is not asked of subnets that nobody tells of', { freeAddresses: { a: 0 } }],
    [
      'is not asked for where all nodes are there',
      { groups: [{ ...web, desiredSize: 4 }], freeAddresses: { a: 0, b: 0 } },
    ],
    ['is not of a quota that the account does not have', { vcpuQuota: undefined }],
    ['is not of the quota on demand for spot', { groups: [{ ...web, isSpot: true }], vcpuQuota: 2 }],
    [
      'is of another quota for other families',
      { groups: [{ ...web, instanceTypes: ['g5.xlarge'] }], vcpuQuota: 2 },
    ],
    [
      'is not known where a launch template says the type',
      { groups: [{ ...web, instanceTypes: [] }], vcpuQuota: 2 },
    ],
  ])('%s', (_what, more) => {
    expect(roomFaults(seen(more))).toEqual([]);
  });

  it.each<[string, Partial<SeenRoom>, string]>([
    [
      'an address',
      { freeAddresses: { a: 4, b: 4 } },
      'room: the subnets of shop-west in us-west-2 have 8 free addresses, and 3 nodes and 6 pods are to come',
    ],
    [
      'a vCPU',
      { vcpuQuota: 7 },
      'room: this account may run 7 vCPUs on demand in us-west-2, runs 2, and 6 are to come',
    ],
    [
      'vCPUs of what the plan itself wants',
      { plan: shopPlan({ capacity: { nodeGroups: { web: 5 } } }), freeAddresses: { a: 99, b: 99 } },
      'room: this account may run 8 vCPUs on demand in us-west-2, runs 2, and 8 are to come',
    ],
  ])('lacks %s', (_what, more, said) => {
    expect(roomFaults(seen(more))).toEqual([said]);
  });
});
