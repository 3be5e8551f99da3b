import { describe, expect, it } from '@jest/globals';
import type { Signal } from '../../domain/failover/signals.ts';
import { recordSignal } from '../../functions/failover-watch/record-signal.ts';

const AT = '2026-12-02T10:00:00Z';
const word = { version: '1', region: 'us-east-1', source: 'canary', reason: 'no answer' };
const envelope = {
  ...{ id: 'e1', source: 'eks-fleet', 'detail-type': 'HealthSignal', account: '111122223333' },
  ...{ region: 'us-west-2', time: '2026-12-02T09:59:30Z', detail: word },
};
const health = {
  ...envelope,
  ...{ source: 'aws.health', 'detail-type': 'AWS Health Event' },
  detail: {
    eventArn: 'arn:aws:health:us-east-1::event/EC2/AWS_EC2_OPERATIONAL_ISSUE/AWS_EC2_OPERATIONAL_ISSUE_1',
    ...{ eventTypeCode: 'AWS_EC2_OPERATIONAL_ISSUE', eventTypeCategory: 'issue', statusCode: 'open' },
    ...{ eventRegion: 'us-east-1', lastUpdatedTime: 'Wed, 02 Dec 2026 09:59:00 GMT' },
  },
};

async function recorded(event: unknown, answer: 'recorded' | 'older' = 'recorded') {
  const kept: Signal[] = [];
  const record = async (signal: Signal) => {
    kept.push(signal);
    return answer;
  };
  const ports = { account: { accountId: '111122223333' }, signals: { list: async () => kept, record } };
  return { answer: await recordSignal({ event, at: AT }, ports), kept };
}

describe('a word on a region', () => {
  it('of somebody’s is kept for an hour', async () => {
    const { answer, kept } = await recorded(envelope);
    expect(answer).toEqual({ outcome: 'Recorded' });
    expect(kept).toEqual([
      {
        ...{ id: 'HealthSignal/canary/us-east-1', region: 'us-east-1', zones: [], source: 'canary' },
        ...{ reason: 'no answer', status: 'open' },
        ...{ at: '2026-12-02T09:59:30.000Z', until: '2026-12-02T10:59:30.000Z' },
      },
    ]);
  });

  it('on a zone is of that zone, and as long as it says', async () => {
    const { kept } = await recorded({ ...envelope, detail: { ...word, zone: 'use1-az4', forMinutes: 5 } });
    expect(kept[0]).toMatchObject({
      ...{ id: 'HealthSignal/canary/use1-az4', zones: ['use1-az4'], until: '2026-12-02T10:04:30.000Z' },
    });
  });

  it('of AWS Health is kept, wherever it was delivered', async () => {
    const { answer, kept } = await recorded(health);
    expect(answer).toEqual({ outcome: 'Recorded' });
    expect(kept[0]).toMatchObject({ region: 'us-east-1', source: 'AWS Health', status: 'open' });
  });

  it.each([
    ['somebody’s', { ...envelope, time: '2026-12-02T08:59:59Z' }],
    ['somebody’s of tomorrow', { ...envelope, time: '2026-12-03T10:00:00Z' }],
    [
      'AWS Health’s',
      { ...health, detail: { ...health.detail, lastUpdatedTime: 'Wed, 02 Dec 2026 08:59:00 GMT' } },
    ],
  ])('of %s that comes an hour late changes nothing', async (_, event) => {
    const { answer, kept } = await recorded(event);
    expect(answer).toMatchObject({ outcome: 'Ignored' });
    expect(kept).toEqual([]);
  });

  it('is ignored where a later one is kept', async () => {
    expect((await recorded(envelope, 'older')).answer).toMatchObject({ outcome: 'Ignored' });
  });

  it.each<[string, object, string]>([
    ['of another account', { ...envelope, account: '999999999999' }, 'account'],
    ['under another source', { ...envelope, source: 'mine' }, 'source'],
    ['that says to be AWS’s', { ...envelope, detail: { ...word, source: 'AWS Health' } }, 'detail.source'],
    ['on no region', { ...envelope, detail: { ...word, region: 'everywhere' } }, 'detail.region'],
    ['with a member of its own', { ...envelope, detail: { ...word, move: true } }, 'detail.move'],
    [
      'of AWS Health on no issue',
      { ...health, detail: { ...health.detail, statusCode: 'upcoming' } },
      'detail',
    ],
  ])('%s is refused, by name', async (_, event, path) => {
    const { answer, kept } = await recorded(event);
    expect(answer).toMatchObject({ outcome: 'Refused', problems: [{ path }] });
    expect(kept).toEqual([]);
  });

  it('that is no event at all is refused', async () => {
    for (const event of [undefined, null, 'x', {}, { ...envelope, time: 'soon' }])
      expect((await recorded(event)).answer.outcome).not.toBe('Recorded');
  });
});
