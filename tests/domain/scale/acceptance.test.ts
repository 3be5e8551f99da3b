import { expect, it } from '@jest/globals';
import { type AskedScaling, acceptanceProblem } from '../../../domain/scale/acceptance.ts';
import { registered } from '../firings/on-agenda.ts';

const AT = '2026-11-26T12:00:00Z';
const asked = (over: Partial<AskedScaling> = {}): AskedScaling => ({
  cluster: 'shop',
  region: 'us-east-1',
  at: AT,
  ...over,
});
const known = registered({ level: 'observe' });

it.each([
  ['a cluster that the fleet has', asked(), known],
  ['an end in five minutes', asked({ until: '2026-11-26T13:05:00+01:00' }), known],
])('a person may ask for the scaling of %s', (_what, request, cluster) => {
  expect(acceptanceProblem(request, cluster)).toBeUndefined();
});

it.each([
  [
    'a cluster that there is not',
    asked(),
    undefined,
    'detail.cluster',
    'found shop, allowed a cluster that the fleet has in us-east-1: eks-fleet get clusters',
  ],
  [
    'an end that is nearer',
    asked({ until: '2026-11-26T13:04:59+01:00' }),
    known,
    'detail.until',
    `found 2026-11-26T13:04:59+01:00, allowed a time that is five minutes after ${AT} or later`,
  ],
])('nobody may ask for that of %s', (_what, request, cluster, path, message) => {
  expect(acceptanceProblem(request, cluster)).toEqual({ path, message: expect.stringContaining(message) });
});
