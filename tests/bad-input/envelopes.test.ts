import { describe, expect, it } from '@jest/globals';
import { clusterRequested } from '../../events/cluster/requested.ts';
import { readRequest } from '../../functions/operation/read-request.ts';

/*
 * Usually a rule lets only events of our source through, and EventBridge writes the envelope. A caller who may start
 * executions can bypass both and give a workflow any input: it is checked in the same way.
 */

const event = {
  version: '0',
  id: '7bf73129-1428-4cd3-a780-95db273d1602',
  source: 'eks-fleet',
  'detail-type': 'ClusterRequested',
  account: '111122223333',
  region: 'us-east-1',
  time: '2026-11-24T08:00:00Z',
  resources: [],
  detail: { version: '1', requestId: 'r1', config: {} },
};
const read = (received: unknown) =>
  readRequest(clusterRequested, received, { accountId: '111122223333', at: '2026-11-24T08:00:01Z' });

describe('the input of a workflow', () => {
  it('is read where it is the event of its rule', () => {
    expect(read(event)).toMatchObject({ detail: { requestId: 'r1' } });
  });

  it.each([
    ['another source', { source: 'shop' }, 'source', 'found shop, allowed eks-fleet'],
    [
      'another detail type',
      { 'detail-type': 'ClusterDeletionRequested' },
      'detail-type',
      'found ClusterDeletionRequested, allowed ClusterRequested',
    ],
    ['another account', { account: '999999999999' }, 'account', 'found 999999999999, allowed 111122223333'],
    ['no time', { time: 'yesterday' }, 'time', 'the event is of yesterday'],
    [
      'a detail that is none',
      { detail: 'shop' },
      'detail',
      'expected record, found string; found "shop", allowed a mapping',
    ],
    [
      'no detail',
      { detail: undefined },
      'detail',
      'required field is missing; found nothing, allowed a mapping',
    ],
    [
      'another version',
      { detail: { ...event.detail, version: 1 } },
      'detail.version',
      'found 1, allowed "1"',
    ],
  ])('is refused with %s', (_what, change, path, message) => {
    expect(read({ ...event, ...change })).toMatchObject({
      problems: [{ path, message: expect.stringContaining(message) }],
    });
  });

  it.each([[null], ['shop'], [7], [[]]])('is refused where it is no event at all: %j', (received) => {
    const { problems = [] } = read(received);
    expect(problems).toEqual([{ path: '', message: expect.stringContaining('allowed a mapping') }]);
  });
});
