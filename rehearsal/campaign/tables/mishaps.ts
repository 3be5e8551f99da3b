import type { PlannedFault } from '../../faults/schema.ts';
import type { Step } from '../../scenario/steps/all.ts';
import { following, STAGE, type Story } from '../story.ts';
import type { DrawTable, Row } from '../table.ts';

const row = (
  name: string,
  weight: number,
  fault: (story: Story) => PlannedFault,
): Row<Story, readonly Step[]> => ({ name, weight, draw: (story) => [{ fault: fault(story) }] });

const hours = (story: Story): number => 3600 * story.random.integer(1, 6);
/** Faults that last longer, or are at a place of their own: chance alone would hardly bring them about. */
export const mishaps: DrawTable<Story, readonly Step[]> = {
  name: 'mishaps',
  rows: [
    row('no role inside of a cluster', 2, () => ({
      kind: 'server-error',
      functionName: 'accessEnsureAccess',
      operation: 'CreateClusterroles',
      times: 100,
    })),
    row('no way out of a cluster', 1, () => ({
      kind: 'server-error',
      functionName: 'accessEnsureAccess',
      operation: 'DeleteAccessEntry',
      times: 100,
    })),
    row('a service is down', 3, (story) => ({
      kind: 'service-down',
      region: story.random.pick(story.regions),
      service: story.random.pick(['eks', 'dynamodb', 'cloudformation', 'events', 'autoscaling', 'scheduler']),
      forSeconds: hours(story),
    })),
    row('CloudFormation is refused', 3, ({ random }) => ({
      kind: 'server-error',
      madeBy: 'cloudformation',
      operation: random.pick([
        'create AWS::EC2::NatGateway',
        'create AWS::EC2::LaunchTemplate',
        'create AWS::IAM::Role',
        'delete AWS::EC2::VPC',
        'delete AWS::EC2::InternetGateway',
        'update AWS::EC2::LaunchTemplate',
      ]),
      times: 1000,
    })),
    row('no instances', 3, (story) => ({
      kind: 'capacity-shortage',
      region: story.random.pick(story.regions),
      instanceType: 'm6i.large',
      forSeconds: hours(story),
    })),
    row('what EKS does hangs', 2, (story) => ({
      kind: story.random.pick(['node-group-hangs', 'addon-hangs', 'update-hangs']),
      forSeconds: hours(story),
    })),
    row('what EKS does fails', 3, ({ random }) => ({
      kind: random.pick(['node-group-fails', 'addon-fails', 'update-fails']),
      times: random.integer(1, 3),
    })),
    {
      name: 'a task of the fleet itself is refused for long',
      weight: 4,
      draw: ({ random }) => {
        const [functionName, operation] = random.pick([
          ['driftListClusters', 'Query'],
          ['driftCompareCluster', 'DescribeCluster'],
          ['driftRecordDrift', 'UpdateItem'],
          ['driftPublishDrift', 'PutEvents'],
          ['notifyFindTopics', 'Query'],
          ['notifyPublishNotice', 'Publish'],
          ['notifyPublishNotificationFailure', 'PutEvents'],
          ['operationFindAbandoned', 'Scan'],
          ['operationFindWaiting', 'Scan'],
          ['operationWakeOperation', 'SendTaskSuccess'],
          ['operationReleaseLease', 'UpdateItem'],
          ['operationEndOperation', 'UpdateItem'],
          ['operationPublishFailure', 'PutEvents'],
        ] as const);
        const fault = { kind: 'throttle', functionName, operation, times: 200 } as const;
        // Clocks start them: by the hour, and the look for drift by the day.
        const hours = functionName.startsWith('drift') ? 25 : 2;
        return [{ fault }, { wait: hours * 3600 }];
      },
    },
    {
      name: 'the way to the home bus is closed',
      weight: 2,
      draw: (story) => {
        const { home } = story;
        const { name, region } = story.cluster();
        const role = { RoleName: `eks-fleet-${STAGE}-rules`, PolicyName: 'nothing-home' };
        const denied = {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Deny',
              Action: 'events:PutEvents',
              Resource: `arn:aws:events:${home}:*:event-bus/*-home`,
            },
          ],
        };
        const tried = (operation: string, more: object): Step => ({
          administrator: {
            region: home,
            maybe: true,
            calls: [{ service: 'iam', operation, request: { ...role, ...more } }],
          },
        });
        return [
          tried('PutRolePolicy', { PolicyDocument: JSON.stringify(denied) }),
          { wait: 60 },
          following({ adopt: { cluster: name, region, level: 'all' } }, story),
          { wait: 900 },
          tried('DeleteRolePolicy', {}),
        ];
      },
    },
    row('facts fail in part', 2, ({ random }) => ({ kind: 'fail-entries', times: random.integer(1, 40) })),
    row('an event comes late', 1, ({ random }) => ({
      kind: 'late-event',
      detailType: random.pick(['ClusterRequested', 'ClusterDeletionRequested', 'ClusterScaleRequested']),
      delaySeconds: random.integer(600, 7200),
      times: 1,
    })),
  ],
};
