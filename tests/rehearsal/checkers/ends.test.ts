import { describe, expect, it } from '@jest/globals';
import { OneEndChecker } from '../../../rehearsal/checkers/requests/one-end.ts';
import { StaleRequestChecker } from '../../../rehearsal/checkers/requests/stale-requests.ts';
import { TransientFailureChecker } from '../../../rehearsal/checkers/requests/transient-failures.ts';
import { OneRegionChecker } from '../../../rehearsal/checkers/rights/one-region.ts';
import { region, watch } from './watched.ts';

describe('an end', () => {
  const created = () => {
    const on = watch((one) => new OneEndChecker(one));
    on.claimed('o1', 'create', 'ClusterRequested');
    return on;
  };
  const who = `operation o1 (create) of ${region}/web`;

  it('is one, written and told; what had gone wrong may have it told again', async () => {
    const { told, ended, fault, at, found } = created();
    told('o1', 'ClusterCreated');
    ended('o1', 'Succeeded');
    at(5);
    fault('lose-result');
    at(9);
    told('o1', 'ClusterCreated');
    expect(await found()).toEqual([]);
  });

  it.each<readonly [string, (on: ReturnType<typeof created>) => void, readonly string[]]>([
    [
      'was never told',
      ({ ended }) => ended('o1', 'Succeeded'),
      [`${who} is Succeeded on record, and no bus has a fact of it`],
    ],
    [
      'was never written',
      ({ told }) => told('o1', 'ClusterCreated'),
      [`${who} has no end on record, and ClusterCreated tells one`],
    ],
    [
      'was written twice',
      ({ told, ended }) => {
        told('o1', 'ClusterCreated');
        ended('o1', 'Succeeded');
        ended('o1', 'Failed');
      },
      [`${who} was ended 2 times: Succeeded, Failed`],
    ],
    [
      'is told otherwise than it is written',
      ({ told, ended }) => {
        told('o1', 'ClusterCreated');
        ended('o1', 'Failed');
      },
      [`${who} is Failed on record, and ClusterCreated tells its end`],
    ],
    [
      'is told in two ways',
      ({ told, ended, fault }) => {
        told('o1', 'ClusterCreated');
        ended('o1', 'Succeeded');
        fault('lose-reply');
        told('o1', 'ClusterCreationFailed');
      },
      [`${who} was told to have ended in several ways: ClusterCreated, ClusterCreationFailed`],
    ],
    [
      'is told twice for nothing',
      ({ told, ended }) => {
        told('o1', 'ClusterCreated');
        ended('o1', 'Succeeded');
        told('o1', 'ClusterCreated');
      },
      [`${who} was told 2 times, and nothing had gone wrong`],
    ],
  ])('is none where it %s', async (_, happen, findings) => {
    const on = created();
    happen(on);
    expect(await on.found()).toEqual(findings);
  });

  it('is a failure where a person stopped the execution between what it told and what it was to write', async () => {
    const { told, ended, fault, at, found } = created();
    told('o1', 'ClusterCreated');
    at(1);
    fault('stop-execution');
    at(2);
    ended('o1', 'Failed');
    told('o1', 'ClusterCreationFailed');
    expect(await found()).toEqual([]);
  });

  it('is told of no operation that has claimed nothing', async () => {
    const { told, ended, found } = created();
    told('o1', 'ClusterCreated');
    ended('o1', 'Succeeded');
    told('o2', 'ClusterCreationFailed');
    expect(await found()).toEqual(['ClusterCreationFailed tells of operation o2, which no claim has begun']);
  });

  it('of a refusal is one refusal', async () => {
    const { take, found } = watch((one) => new OneEndChecker(one));
    take('ClusterRequested', { requestId: 'r1' });
    take('RequestRejected', { requestId: 'r1' });
    expect(await found()).toEqual([]);
    take('RequestRejected', { requestId: 'r1' });
    expect(await found()).toEqual([`ClusterRequested r1 of ${region} was refused 2 times for nothing`]);
  });
});

describe('a request', () => {
  it.each([
    [23, 0],
    [26, 1],
  ])('is begun within a day (after %s h: %s findings)', async (hours, findings) => {
    const { take, claimed, at, found } = watch((one) => new StaleRequestChecker(one));
    take('ClusterRequested', { requestId: 'r-o1', cluster: 'web' });
    at(hours * 3600);
    claimed('o1', 'create', 'PauseLifted', { requestId: undefined });
    expect(await found()).toHaveLength(findings);
  });

  it('that is put again is as old as its last event', async () => {
    const { take, claimed, at, found } = watch((one) => new StaleRequestChecker(one));
    take('ClusterRequested', { requestId: 'r-o1', cluster: 'web' });
    at(26 * 3600);
    claimed('o1', 'create', 'ClusterRequested');
    expect(await found()).toEqual([]);
  });
});

describe('an item of the global table', () => {
  it('has the region that wrote it first', async () => {
    const { made, found } = watch(() => new OneRegionChecker());
    const put = { Put: { TableName: 'eks-fleet-prod', Item: { pk: { S: 'fleets' }, sk: { S: 'retail' } } } };
    const write = { TableName: 'eks-fleet-prod', Key: put.Put.Item };
    const own = { TableName: 'eks-fleet-prod-leases', Key: { pk: { S: 'pause#fleet' } } };
    made('dynamodb', 'TransactWriteItems', { TransactItems: [put] });
    made('dynamodb', 'UpdateItem', write);
    made('dynamodb', 'UpdateItem', own);
    made('dynamodb', 'UpdateItem', own, { region: 'eu-west-1' });
    expect(await found()).toEqual([]);
    made('dynamodb', 'UpdateItem', write, { region: 'eu-west-1' });
    expect(await found()).toEqual([
      "eks-fleet-prod-createApplyAddon of eu-west-1 wrote the item fleets retail, which is us-east-1's",
    ]);
  });
});

describe('a failure for something that passes', () => {
  const failure = { step: 'apply-addon', error: 'ServiceUnavailable', reason: 'internal error' };
  const failed = (times: number, what = failure, outage?: string) => {
    const on = watch((one) => new TransientFailureChecker(one));
    on.claimed('o1', 'create', 'ClusterRequested');
    for (let time = 0; time < times; time++)
      on.checker.faulted(on.call('eks', 'CreateAddon', {}, { for: 'o1' }));
    if (outage !== undefined) on.fault(outage);
    on.at(60);
    on.ended('o1', 'Failed', what);
    return on.found();
  };

  it('is a defect, but where it was tried as often as it is to be, or nothing could be reached', async () => {
    expect(await failed(1)).toEqual([
      `operation o1 (create) of ${region}/web failed of ServiceUnavailable in apply-addon (internal error), which went wrong 1 times before`,
    ]);
    expect(await failed(10)).toEqual([]);
    expect(await failed(10, { ...failure, step: 'apply-node-group' })).toHaveLength(1);
    expect(await failed(1, failure, 'region-down')).toEqual([]);
    expect(await failed(1, { ...failure, error: 'InvalidRequest' })).toEqual([]);
  });

  it.each([
    ['InvalidRequest', 'Request limit exceeded'],
    ['Unexpected', 'TimeoutError: socket hang up'],
    ['AccessDenied', 'Rate exceeded'],
  ])('is a defect, though the product calls it %s', async (error, reason) => {
    expect(await failed(1, { ...failure, error, reason })).toHaveLength(1);
    expect(await failed(10, { ...failure, error, reason })).toEqual([]);
  });
});
