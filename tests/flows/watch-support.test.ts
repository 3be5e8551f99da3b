import { expect, it } from '@jest/globals';
import { legacy, REGION } from './adopt-cluster/legacy.ts';
import { deployedFleet } from './deployed-fleet.ts';
import { factsOf } from './scale-cluster.fixtures.ts';

// IAM is reached through us-east-1, wherever one is.
const { simulate } = deployedFleet({ seed: 1, regions: [REGION, 'us-east-1'], keepCalls: true });
const DAY = 86_400;

it('tells the end of support once for each number of days, and changes nothing', async () => {
  const report = await simulate([
    ...legacy,
    { adopt: { cluster: 'legacy', region: REGION } },
    { wait: 3 * DAY },
    { expect: { untouched: true } },
  ]);
  const told = factsOf(report).filter(({ detailType }) => detailType === 'SupportEndsSoon');
  expect(told.map(({ detail }) => [detail.support, detail.withinDays])).toEqual([['standard', 7]]);
}, 60_000);
