import type { Step } from '../../scenario/steps/all.ts';
import type { DrawnCluster } from '../clusters.ts';
import { hasCluster, type Story } from '../story.ts';
import type { DrawTable, Row } from '../table.ts';

type Call = Extract<Step, { administrator: unknown }>['administrator']['calls'][number];
const tried = (region: string, ...calls: readonly Call[]): Step => ({
  administrator: { region, maybe: true, calls: [...calls] },
});
const isOfFleet = ({ origin }: DrawnCluster): boolean => origin === 'fleet';

/** Something of somebody else's under a name that the fleet may want, which goes before everything must work. */
const row = (
  name: string,
  weight: number,
  made: (cluster: DrawnCluster) => Made,
): Row<Story, readonly Step[]> => ({
  name,
  weight,
  fits: hasCluster(isOfFleet),
  draw: (story) => {
    const cluster = story.cluster(isOfFleet);
    const { make, take } = made(cluster);
    if (take.length > 0) story.mends.push(tried(cluster.region, ...take));
    return [tried(cluster.region, ...make)];
  },
});
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const TOPIC = JSON.stringify({ Resources: { Topic: { Type: 'AWS::SNS::Topic' } } });
interface Made {
  readonly make: readonly Call[];
  readonly take: readonly Call[];
}
const role = (RoleName: string, Path: string): Made => ({
  make: [
    {
      service: 'iam',
      operation: 'CreateRole',
      request: { RoleName, Path, AssumeRolePolicyDocument: TRUST },
    },
  ],
  take: [{ service: 'iam', operation: 'DeleteRole', request: { RoleName } }],
});
const stack = (StackName: string): Made => ({
  make: [
    {
      service: 'cloudformation',
      operation: 'CreateStack',
      request: { StackName, TemplateBody: TOPIC, Tags: [{ Key: 'tool', Value: 'another' }] },
    },
  ],
  take: [{ service: 'cloudformation', operation: 'DeleteStack', request: { StackName } }],
});

/**
 * Resources of other tools that are there before the fleet makes anything, so that they are theirs in the end: their
 * stacks, roles, log groups and launch templates.
 */
export const others: DrawTable<Story, readonly Step[]> = {
  name: 'others',
  rows: [
    row("a role of the cluster's name", 2, ({ name, region }) =>
      role(`${name}-${region}-service`, '/eks-fleet/'),
    ),
    row("a role of a node group's name", 1, ({ name, region }) =>
      role(`${name}-${region}-nodegroup-web`, '/'),
    ),
    row("a stack of the network's name", 2, ({ name }) => stack(`eks-fleet-${name}-network`)),
    row("a stack of the roles' name", 1, ({ name }) => stack(`eks-fleet-${name}-roles`)),
    row("a stack of eksctl's", 1, ({ name }) => stack(`eksctl-${name}-cluster`)),
    row("the cluster's log group", 2, ({ name }) => ({
      make: [
        {
          service: 'logs',
          operation: 'CreateLogGroup',
          request: { logGroupName: `/aws/eks/${name}/cluster`, tags: { tool: 'another' } },
        },
      ],
      take: [],
    })),
    row("a launch template of a group's name", 1, ({ name }) => {
      const LaunchTemplateName = `eks-fleet-${name}-web`;
      return {
        make: [
          {
            service: 'ec2',
            operation: 'CreateLaunchTemplate',
            request: { LaunchTemplateName, LaunchTemplateData: { InstanceType: 'm5.large' } },
          },
        ],
        take: [{ service: 'ec2', operation: 'DeleteLaunchTemplate', request: { LaunchTemplateName } }],
      };
    }),
  ],
};
