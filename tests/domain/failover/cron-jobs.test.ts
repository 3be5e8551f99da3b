import { describe, expect, it } from '@jest/globals';
import { cronJobWarnings } from '../../../domain/failover/cron-jobs.ts';
import { shopPlan } from './preparation/plan.ts';

const job = (name: string, isSuspended = false, namespace = 'default') => ({
  ...{ namespace, name, isSuspended },
  labels: { app: name },
});

describe('CronJobs of a plan', () => {
  it('are missed where the standby has none of the name', () => {
    const seen = { primary: [job('clean')], standby: [job('clean', false, 'other')] };
    expect(cronJobWarnings(shopPlan(), seen, [])).toEqual([
      'CronJob default/clean of shop-east is not on shop-west',
    ]);
  });

  it.each([
    [false, false, 1],
    [true, false, 0],
    [false, true, 0],
    [true, true, 0],
  ])('run twice where they are suspended on neither side: %s and %s', (one, other, count) => {
    const seen = { primary: [job('clean', one)], standby: [job('clean', other)] };
    expect(cronJobWarnings(shopPlan(), seen, [])).toHaveLength(count);
  });

  it('are those that move alone', () => {
    const plan = shopPlan({ move: { select: { app: 'clean' } } });
    const seen = { primary: [job('clean'), job('report')], standby: [] };
    expect(cronJobWarnings(plan, seen, [])).toHaveLength(1);
    expect(
      cronJobWarnings(shopPlan(), { primary: [job('dns', false, 'kube-system')], standby: [] }, []),
    ).toEqual([]);
  });

  it('are as they were while a side does not tell of them', () => {
    const before = ['CronJob default/clean of shop-east is not on shop-west', 'it was never drilled'];
    for (const seen of [
      { primary: undefined, standby: [] },
      { primary: [], standby: undefined },
    ])
      expect(cronJobWarnings(shopPlan(), seen, before)).toEqual(before.slice(0, 1));
  });
});
