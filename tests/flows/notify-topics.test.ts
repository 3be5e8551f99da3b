import { describe, it } from '@jest/globals';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { deployedFleet } from './deployed-fleet.ts';
import { ACCOUNT, byHand, createTopic, createWatchedTopic, deleteTopic } from './notify-topics/topics.ts';

const HOME = 'us-west-2';
const OTHER = 'us-east-1';
const regions = [HOME, OTHER];
const { simulate } = deployedFleet({ seed: 4, regions, startAt: '2026-11-24T19:00:00Z' });

type Json = Readonly<Record<string, unknown>>;

let requests = 0;
const put = (region: string, detailType: string, detail: Json, starts = 1): Step =>
  ({
    publish: {
      region,
      bus: 'fleet',
      entry: {
        source: 'eks-fleet',
        detailType,
        detail: { version: '1', requestId: `notify-${requests++}`, requestedBy: 'a test', ...detail },
      },
      starts,
    },
  }) as Step;

const fleet = (notify: readonly Json[], name = 'retail', named: readonly string[] = regions): Step =>
  put(HOME, 'FleetRequested', {
    fleet: {
      apiVersion: 'eks-fleet.dev/v1',
      kind: 'Fleet',
      metadata: { name },
      spec: { home: HOME, regions: named, notify },
    },
  });

const cluster: Step = {
  apply: [
    {
      source: 'web.yaml',
      value: {
        apiVersion: 'eksctl.io/v1alpha5',
        kind: 'ClusterConfig',
        metadata: { name: 'web', region: OTHER, version: '1.34' },
        addonsConfig: { disableDefaultAddons: true },
      },
    },
  ],
};
/** The request of a schedule whose entry is not in the document any more. */
const outdatedFiring = put(OTHER, 'ClusterScaleRequested', {
  cluster: 'web',
  action: 'hibernate',
  schedule: { fleet: 'retail', entry: 'nights', scheduledAt: '2026-11-24T20:00:00Z' },
});
const deletionOfNothing = put(OTHER, 'ClusterDeletionRequested', { cluster: 'none', confirm: 'none' });
const settle: Step = { wait: 900 };
const queued = (queue: string, ...texts: readonly string[]): Step => ({
  expect: { queued: { region: HOME, queue, texts: [...texts] } },
});
const REJECTS = 'eks-fleet-prod-rejects';
const SKIPPED = '"says": "ScheduleSkipped: web in us-east-1: the document has no sleep entry nights"';

describe('notify in a Fleet document', () => {
  it('tells topics of the home region what they asked for, of every region, and nothing else', async () => {
    await simulate([
      createWatchedTopic(HOME, 'eks-ops'),
      createWatchedTopic(HOME, 'eks-skips'),
      createWatchedTopic(HOME, 'eks-here'),
      cluster,
      fleet([
        { on: ['failed', 'skipped'], sns: 'eks-ops' },
        { on: ['skipped'], sns: 'eks-skips' },
        { on: ['skipped'], sns: 'eks-ops' },
      ]),
      fleet([{ on: ['failed', 'skipped'], sns: 'eks-here' }], 'here', [HOME]),
      outdatedFiring,
      deletionOfNothing,
      settle,
      queued(
        'eks-ops',
        SKIPPED,
        '"says": "RequestRejected: ClusterDeletionRequested in us-east-1: detail.cluster: there is no cluster none',
      ),
      queued('eks-skips', SKIPPED),
      queued('eks-here'),
      { expect: { deliveredAll: { region: HOME } } },
    ]);
  }, 60_000);

  it('keeps in the rejects queue what a topic that is gone was not told, and tells the others', async () => {
    await simulate([
      createTopic(HOME, 'eks-gone'),
      createWatchedTopic(HOME, 'eks-ops'),
      cluster,
      fleet([
        { on: ['skipped'], sns: 'eks-gone' },
        { on: ['skipped'], sns: 'eks-ops' },
      ]),
      deleteTopic(HOME, 'eks-gone'),
      outdatedFiring,
      settle,
      queued('eks-ops', SKIPPED),
      queued(REJECTS, '"topic":"eks-gone"'),
      queued(REJECTS, 'Topic does not exist'),
      queued(REJECTS, 'the document has no sleep entry nights'),
    ]);
  }, 60_000);

  it('says so where the topic lets the fleet publish nothing, and is told again once SNS answers', async () => {
    const denies = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Principal: '*', Action: 'sns:Publish', Resource: '*' }],
    });
    await simulate(
      [
        createTopic(HOME, 'eks-closed'),
        byHand(HOME, 'sns', 'SetTopicAttributes', {
          TopicArn: `arn:aws:sns:${HOME}:${ACCOUNT}:eks-closed`,
          AttributeName: 'Policy',
          AttributeValue: denies,
        }),
        createWatchedTopic(HOME, 'eks-ops'),
        cluster,
        fleet([
          { on: ['skipped'], sns: 'eks-closed' },
          { on: ['skipped'], sns: 'eks-ops' },
        ]),
        outdatedFiring,
        settle,
        queued('eks-ops', SKIPPED),
        queued(REJECTS, '"error":"AccessDenied"'),
      ],
      [{ kind: 'throttle', functionName: 'notifyPublishNotice', operation: 'Publish', times: 3 }],
    );
  }, 60_000);
});
