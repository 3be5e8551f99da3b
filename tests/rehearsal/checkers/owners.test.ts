import { describe, expect, it } from '@jest/globals';
import { OwnersChecker } from '../../../rehearsal/checkers/failover/owners.ts';
import { watch } from './watched.ts';

const TableName = 'eks-fleet-prod-guard-a-b-c';

function plan() {
  const on = watch(() => new OwnersChecker());
  const item = (epoch: number, owner: string, claim: string, moving?: string, functionName?: string): void =>
    on.made(
      'dynamodb',
      'PutItem',
      {
        TableName,
        Item: {
          ...{ pk: { S: 'plan#shop' }, sk: { S: 'owner' }, owner: { S: owner }, epoch: { N: String(epoch) } },
          ...{ claimId: { S: claim }, generation: { S: 'sides-1' } },
          ...(moving === undefined ? {} : { moving: { S: moving } }),
        },
      },
      functionName === undefined ? {} : { functionName },
    );
  const word = (epoch: number, side: 'primary' | 'standby'): void =>
    on.made('s3', 'PutObject', {
      ...{ Bucket: 'eks-fleet-prod-words-1-b', Key: 'plans/shop' },
      Body: new TextEncoder().encode(
        `${side === 'standby' ? 'standby shop serves' : 'primary'}\nepoch ${epoch}\n`,
      ),
    });
  item(1, 'primary', 'first');
  word(1, 'primary');
  return { on, item, word };
}

/** A move to the standby, up to its word. */
function moved() {
  const one = plan();
  for (const moving of ['fencing', 'fenced', 'serving']) one.item(2, 'standby', 'second', moving);
  one.word(2, 'standby');
  one.item(2, 'standby', 'second');
  return one;
}

describe('the owner of a plan', () => {
  it('moves behind its fence, and comes back where a person asks', async () => {
    const { on, item, word } = moved();
    on.told('o3', 'FailoverRequested', { plan: 'shop', to: 'primary', planned: true });
    for (const moving of ['fencing', 'fenced', 'serving']) item(3, 'primary', 'third', moving);
    word(3, 'primary');
    expect(await on.found()).toEqual([]);
  });

  it('comes back to no primary that no person has asked for', async () => {
    const { on, item } = moved();
    on.told('o3', 'FailoverRequested', { plan: 'shop', to: 'primary', raised: { at: 'now' } });
    item(3, 'primary', 'third', 'fencing');
    expect(await on.found()).toEqual(['plan shop went back to its primary, which no person has asked for']);
  });

  it('is the primary again where a person takes a move back whose fence is not up', async () => {
    const { on, item, word } = plan();
    item(2, 'standby', 'second', 'fencing');
    item(3, 'primary', 'back', undefined, '');
    word(3, 'primary');
    expect(await on.found()).toEqual([]);
  });

  it('is not the primary again by a function of the fleet, or behind the fence', async () => {
    const { on, item } = plan();
    item(2, 'standby', 'second', 'fencing');
    item(3, 'primary', 'back');
    item(4, 'standby', 'third', 'fencing');
    item(4, 'standby', 'third', 'fenced');
    item(5, 'primary', 'back-again', undefined, '');
    expect(await on.found()).toEqual([
      'plan shop went back to its primary, which no person has asked for',
      'plan shop went to its primary while a move to its standby was fenced',
    ]);
  });

  it('is one for each epoch, and no epoch falls', async () => {
    const { on, item } = moved();
    item(2, 'standby', 'other');
    item(1, 'standby', 'late');
    expect(await on.found()).toEqual([
      'epoch 2 of plan shop is second for the standby, and other for the standby',
      'plan shop went from epoch 2 down to 1',
      'epoch 1 of plan shop is first for the primary, and late for the standby',
    ]);
  });

  it('is not led traffic to before its fence is up, nor by a word of another owner', async () => {
    const { on, item, word } = plan();
    item(2, 'standby', 'second', 'fencing');
    word(2, 'standby');
    expect(await on.found()).toEqual([
      'eks-fleet-prod-words-1-b/shop said standby of epoch 2, which Guard did not have as serving',
    ]);
  });

  it('is not led traffic away from by an older word', async () => {
    const { on, word } = moved();
    word(1, 'primary');
    expect(await on.found()).toEqual([
      'eks-fleet-prod-words-1-b/shop said primary of epoch 1 after a word of epoch 2',
    ]);
  });
});
