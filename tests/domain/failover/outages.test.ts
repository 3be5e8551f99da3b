import { describe, expect, it } from '@jest/globals';
import { type Decision, decideFailover } from '../../../domain/failover/decide.ts';
import { type PlanSeen, SLOT_SECONDS, type Slot } from '../../../domain/failover/votes.ts';
import { ALL_WELL, situation } from './fixtures.ts';

/** The signs at a second of an outage from outside of the region. */
interface World extends Partial<PlanSeen> {
  readonly zones?: readonly string[];
}
type Outage = (second: number) => World;

const from =
  (begin: number, end: number, world: World): Outage =>
  (second) =>
    second >= begin && second < end ? world : {};
const HOURS = 3600;
/** An answer that comes by turns, as where so many of a hundred requests fail. */
const someOf = (percent: number, second: number): 'fails' | 'answers' =>
  (Math.imul(second / SLOT_SECONDS + 1, 2654435761) >>> 0) % 100 < percent ? 'fails' : 'answers';

/** The decisions that came up, in the order of their first times, as slot follows slot. */
function decisionsOf(outage: Outage, seconds: number): readonly Decision['is'][] {
  const found: Decision['is'][] = [];
  const slots: Slot[] = [];
  for (let second = 0; second < seconds; second += SLOT_SECONDS) {
    const { zones, ...seen } = outage(second);
    slots.push({ sequence: second / SLOT_SECONDS, isWell: true, plans: { shop: { ...ALL_WELL, ...seen } } });
    const observer = { slots: slots.slice(-20), sinceRoseSeconds: 2 };
    const decision = decideFailover(
      situation({ standby: observer, witness: observer, ...(zones ? { zones } : {}) }),
    );
    if (!found.includes(decision.is)) found.push(decision.is);
  }
  return found;
}

/**
 * Outages as AWS and others told them afterwards (aws.amazon.com/premiumsupport/technology/pes; GitHub's and Google's
 * own reports), as two regions outside would have seen them, and what is right to do: by an application that needs the
 * service that failed, or by one that does not.
 */
const PAST: readonly (readonly [what: string, outage: Outage, decisions: readonly Decision['is'][]])[] = [
  [
    '2012-12-24, load balancers lose their state: the application alone',
    from(60, HOURS, { primary: 'fails' }),
    ['quiet', 'hold', 'ask'],
  ],
  [
    '2015-09-20, DynamoDB with 55 % errors',
    (second) => (second < 60 ? {} : { primary: someOf(55, second), region: someOf(55, second) }),
    ['quiet', 'hold'],
  ],
  [
    '2017-02-28, S3, of which the application lives',
    from(60, HOURS, { primary: 'fails' }),
    ['quiet', 'hold', 'ask'],
  ],
  [
    '2018-10-21, a partition of 43 seconds',
    from(57, 100, { primary: 'fails', region: 'fails' }),
    ['quiet', 'hold'],
  ],
  ['2019-08-23, the cooling of one zone', from(60, HOURS, { zones: ['apne1-az4'] }), ['quiet', 'shiftZone']],
  ['2020-11-25, Kinesis, and metrics with it', from(60, HOURS, {}), ['quiet']],
  [
    '2021-06-10, one zone, and the API of EC2',
    from(60, HOURS, { zones: ['euc1-az1'] }),
    ['quiet', 'shiftZone'],
  ],
  [
    '2021-06-30, grey loss in one zone',
    (second) => (second < 60 ? {} : { primary: someOf(33, second), zones: ['use1-az6'] }),
    ['quiet', 'shiftZone'],
  ],
  [
    '2021-12-07, the internal network: STS and APIs, and not what runs',
    from(60, HOURS, { region: 'fails' }),
    ['quiet', 'hold'],
  ],
  [
    '2021-12-07, of an application that asks those APIs',
    from(60, HOURS, { primary: 'fails', region: 'fails' }),
    ['quiet', 'hold', 'failOver'],
  ],
  ['2022-07-28, the power of one zone', from(60, 1260, { zones: ['use2-az1'] }), ['quiet', 'shiftZone']],
  [
    '2023-06-13, Lambda, STS and EventBridge: not what runs',
    from(60, HOURS, { region: 'fails' }),
    ['quiet', 'hold'],
  ],
  ['2024-07-30, a cell of Kinesis', from(60, HOURS, {}), ['quiet']],
  [
    '2025-06-12, authorisation in all regions at once',
    from(60, HOURS, { primary: 'fails', standby: 'fails', region: 'fails' }),
    ['quiet', 'hold'],
  ],
  [
    '2025-10-20, the name of DynamoDB, for hours',
    from(60, HOURS, { primary: 'fails', region: 'fails' }),
    ['quiet', 'hold', 'failOver'],
  ],
  ['2025-10-28, one zone, and throttling', from(60, HOURS, { zones: ['use1-az2'] }), ['quiet', 'shiftZone']],
  [
    '2026-03-01, two zones of three, for months',
    (second) => (second < 60 ? {} : { primary: 'fails', region: 'fails', zones: ['mec1-az1', 'mec1-az2'] }),
    ['quiet', 'shiftZone', 'failOver'],
  ],
  [
    '2026-05-07, the cooling of one zone, and slow launches elsewhere',
    from(60, HOURS, { zones: ['use1-az4'] }),
    ['quiet', 'shiftZone'],
  ],
];

describe('an outage of the past', () => {
  it.each(PAST)('%s', (_, outage, expected) => {
    expect(decisionsOf(outage, 2 * HOURS)).toEqual(expected);
  });
});
