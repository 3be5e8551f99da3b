import { describe, expect, it } from '@jest/globals';
import { EVENT_BYTES_MAX } from '../../events/event.ts';
import type { Step } from '../../rehearsal/scenario/steps.ts';
import { accountId, region, violations } from './simulations.ts';

/*
 * Events that nobody's command has checked. Each is put on the bus of a deployed fleet, and each is found again
 * with its reason: refused by EventBridge itself, in the rejects queue, or in the dead-letter queue. None changes
 * anything, and none holds a lease, which every simulation checks.
 */

const config = (more: Record<string, unknown> = {}, metadata: Record<string, unknown> = {}) => ({
  apiVersion: 'eksctl.io/v1alpha5',
  kind: 'ClusterConfig',
  metadata: { name: 'shop', region, version: '1.35', ...metadata },
  ...more,
});

let requests = 0;
const request = (more: Record<string, unknown> = {}) => ({
  version: '1',
  requestId: `request-${++requests}`,
  config: config(),
  ...more,
});

type Publish = Extract<Step, { publish: unknown }>['publish'];

const put = (detail: unknown, more: Partial<Publish> = {}, entry: Partial<Publish['entry']> = {}): Step => ({
  publish: {
    region,
    entry: {
      source: 'eks-fleet',
      detailType: 'ClusterRequested',
      detail: detail as Publish['entry']['detail'],
      ...entry,
    },
    starts: 1,
    ...more,
  },
});
const rejected = (reason: string): Step => ({ expect: { rejected: { region, reason }, untouched: true } });

const rejections: readonly (readonly [string, Step, string])[] = [
  ['an unknown version', put(request({ version: '2' })), 'found \\"2\\", allowed \\"1\\"'],
  ['an empty detail', put({}), 'detail.version'],
  ['no config', put(request({ config: undefined })), 'detail.config'],
  ['an unknown member', put(request({ rollbackOnFailur: true })), 'did you mean rollbackOnFailure?'],
  ['a request id of another form', put(request({ requestId: 'shop now' })), 'detail.requestId'],
  [
    'a time of the day before yesterday',
    put(request(), {}, { time: '2026-11-22T08:00:00Z' }),
    'the event is of 2026-11-22T08:00:00Z and older than 24 hours',
  ],
  [
    'a path of a local file',
    put(
      request({ config: config({ nodeGroups: [{ name: 'a', ssh: { publicKeyPath: '~/.ssh/id.pub' } }] }) }),
    ),
    'nodeGroups[0].ssh.publicKeyPath',
  ],
];

describe('requests that cannot be processed', () => {
  it('are in the rejects queue with their reasons, and change nothing', async () => {
    const steps = rejections.flatMap(([, step, reason]) => [step, rejected(reason)]);
    expect(await violations([{ steps }])).toEqual([[]]);
  }, 120_000);
});
