import { describe, expect, it } from '@jest/globals';
import { LookChecker } from '../../../rehearsal/checkers/rights/looks.ts';
import { LOOK_EXCEPTIONS } from '../../../rehearsal/checkers/rights/looks-exceptions.ts';
import { arn, type Making, watch } from './watched.ts';

const lease = (id: string, epoch = 1) => ({
  Item: { pk: { S: `lease#${arn}` }, epoch: { N: String(epoch) }, holder: { M: { operationId: { S: id } } } },
});
const Get = (pk: string) => ({ Get: { Key: { pk: { S: pk } } } });
const PAUSED = { Item: { pk: { S: 'pause#fleet' }, holds: { M: { p1: { M: {} } } } } };
const input = { TransactItems: [Get(`lease#${arn}`), Get('pause#fleet'), Get(`pause#${arn}`)] };

function watched() {
  const all = watch((one) => new LookChecker(one));
  return {
    ...all,
    look: (output: object[] = [lease('o1'), {}, {}], by: Making = {}) =>
      all.made('dynamodb', 'TransactGetItems', input, { for: 'o1', output: { Responses: output }, ...by }),
    change: (by: Making = {}) => all.made('eks', 'CreateAddon', { clusterName: 'web' }, { for: 'o1', ...by }),
  };
}

describe('a change right after a look that allows it', () => {
  it('is held, with its repeats and what comes after a read before the look', async () => {
    const { made, look, change, found } = watched();
    made('eks', 'DescribeCluster', { name: 'web' }, { for: 'o1' });
    look();
    change();
    change();
    expect(await found()).toEqual([]);
  });

  it.each<readonly [string, (on: ReturnType<typeof watched>) => void, string]>([
    ['without a look', ({ change }) => change(), 'without having looked at its lease'],
    [
      'after the look of another invocation',
      ({ look, change }) => {
        look();
        change({ invocation: 'i2' });
      },
      'without having looked at its lease',
    ],
    [
      "after another operation's lease",
      ({ look, change }) => {
        look([lease('o2'), {}, {}]);
        change();
      },
      "while its look had shown the lease to be another operation's",
    ],
    [
      'after a lease of another epoch',
      ({ look, change }) => {
        look([lease('o1', 2), {}, {}]);
        change();
      },
      "while its look had shown the lease to be another operation's",
    ],
    [
      'after a lease that nobody holds',
      ({ look, change }) => {
        look([{}, {}, {}]);
        change();
      },
      "while its look had shown the lease to be nobody's",
    ],
    [
      'after a pause was seen',
      ({ look, change }) => {
        look([lease('o1'), PAUSED, {}]);
        change();
      },
      'while its look had shown a pause',
    ],
    [
      'after a look at the lease alone',
      ({ made, change }) => {
        const Key = { pk: { S: `lease#${arn}` } };
        const by = { for: 'o1', output: lease('o1') };
        made('dynamodb', 'GetItem', { Key, ConsistentRead: true }, by);
        change();
      },
      'without having looked at all pauses',
    ],
    [
      'after a look that was not strongly consistent',
      ({ made, change }) => {
        const by = { for: 'o1', output: lease('o1') };
        made('dynamodb', 'GetItem', { Key: { pk: { S: `lease#${arn}` } } }, by);
        change();
      },
      'without having looked at its lease',
    ],
    [
      'after something else that came after the look',
      ({ look, made, change }) => {
        look();
        made('eks', 'DescribeAddon', {}, { for: 'o1' });
        change();
      },
      'after eks:DescribeAddon, which came after its look',
    ],
    [
      'long after the look',
      ({ look, at, change }) => {
        look();
        at(31);
        change();
      },
      '31 s after it had looked at its lease',
    ],
  ])('is missed where it comes %s', async (_, happen, text) => {
    const on = watched();
    happen(on);
    expect(await on.found()).toEqual([`eks-fleet-prod-createApplyAddon called eks:CreateAddon ${text}`]);
  });

  it('is looked for on behalf of a forwarder by the task that it changes for', async () => {
    const { look, made, found, at } = watched();
    const byForwarder = { functionName: 'eks-fleet-prod-forwarder-vpc-1', for: 'o1', invocation: 'i2' };
    look();
    made('kubernetes', 'CreateClusterroles', { clusterName: 'web' }, byForwarder);
    expect(await found()).toEqual([]);
    at(40);
    made('kubernetes', 'CreateClusterroles', { clusterName: 'web' }, { ...byForwarder, invocation: 'i3' });
    expect(await found()).toEqual([
      'eks-fleet-prod-forwarder-<vpc> called kubernetes:CreateClusterroles 40 s after it had looked at its lease',
    ]);
  });

  it('is of an operation', async () => {
    const { made, found } = watched();
    made('eks', 'DeleteAddon', { clusterName: 'web' });
    expect(await found()).toEqual([
      'eks-fleet-prod-createApplyAddon called eks:DeleteAddon for no operation, so that nothing says whether it may',
    ]);
  });
});

describe('what needs less than a look', () => {
  it('says why, and is of the functions and operations that it names', async () => {
    expect(LOOK_EXCEPTIONS.filter(({ why }) => why.length < 40)).toEqual([]);
    const { made, found } = watched();
    made('scheduler', 'CreateSchedule', {}, { functionName: 'eks-fleet-prod-fleetReconcileCluster' });
    made(
      'scheduler',
      'CreateSchedule',
      {},
      { functionName: 'eks-fleet-prod-scaleScheduleReturn', for: 'o1' },
    );
    expect(await found()).toEqual([
      'eks-fleet-prod-scaleScheduleReturn called scheduler:CreateSchedule without having looked at its lease',
    ]);
  });

  it('needs the lease where it says so', async () => {
    const { made, found } = watched();
    const by = { functionName: 'eks-fleet-prod-accessEndBootstrap', for: 'o1' };
    const Key = { pk: { S: `lease#${arn}` } };
    made('dynamodb', 'GetItem', { Key, ConsistentRead: true }, { ...by, output: lease('o1') });
    made('eks', 'DeleteAccessEntry', { clusterName: 'web' }, by);
    expect(await found()).toEqual([]);
    made('eks', 'DeleteAccessEntry', { clusterName: 'web' }, { ...by, invocation: 'i2' });
    expect(await found()).toEqual([
      'eks-fleet-prod-accessEndBootstrap called eks:DeleteAccessEntry without having looked at its lease',
    ]);
  });
});
