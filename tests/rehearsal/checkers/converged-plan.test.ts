import { describe, expect, it } from '@jest/globals';
import { notConverged } from '../../../rehearsal/checkers/failover/converged-plan.ts';
import { addresses, bodyOf, regions } from './plans.fixtures.ts';
import { worldOf } from './watched.ts';

const rested = {
  ...{ owner: 'standby', epoch: 2, moving: '', standby: 'standby', witness: 'standby' },
  ...{ led: addresses.standby, up: 1, served: 1 },
};

function found(more: Partial<typeof rested>) {
  const now = { ...rested, ...more };
  const world = worldOf(
    {
      'dynamodb:GetItem': () => ({
        Item: {
          ...{ owner: { S: now.owner }, epoch: { N: String(now.epoch) } },
          ...(now.moving === '' ? {} : { moving: { S: now.moving } }),
        },
      }),
      's3:GetObject': ({ Bucket }) => ({
        Body: bodyOf(2, String(Bucket).endsWith(regions.standby) ? now.standby : now.witness),
      }),
      'dns:shop.example.com': () => ({ values: [now.led] }),
      [`at:${addresses.standby}`]: () => 'west.example.org',
      'served:west.example.org': () => now.up,
      clients: () => [{ report: () => ({ timeline: [{ honouring: now.served }] }) }],
    },
    new Set(),
  );
  return notConverged(world, {
    ...{ name: 'shop', record: 'shop.example.com', stage: 'prod' },
    ...{ regions, addresses },
  });
}

describe('a plan whose faults are over', () => {
  it('has come to rest with one owner, its words, its names and its clients', async () => {
    expect(await found({})).toEqual([]);
    expect(await found({ up: 0, served: 0 })).toEqual([]);
  });

  it.each([
    [{ moving: 'fencing' }, 'plan shop is still fencing to its standby under epoch 2'],
    [
      { witness: 'primary' },
      'the word of plan shop in us-east-2 is primary of epoch 2, and Guard has standby of epoch 2',
    ],
    [
      { led: addresses.primary },
      'name servers lead shop.example.com to 3.5.140.10, and plan shop is of standby of epoch 2',
    ],
    [{ served: 0.5 }, '50 % of requests for shop.example.com are served, and the standby is up'],
  ])('has not with %j', async (more, finding) => {
    expect(await found(more)).toEqual([finding]);
  });
});
