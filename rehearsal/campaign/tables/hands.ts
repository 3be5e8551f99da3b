import type { Step } from '../../scenario/steps/all.ts';
import { addonsOf, type DrawnCluster, groupsOf, specOf } from '../clusters.ts';
import { FLEET } from '../fleets.ts';
import { ACCOUNT, arnOf, hasCluster, STAGE, type Story } from '../story.ts';
import type { DrawTable, Row } from '../table.ts';

type Call = Extract<Step, { administrator: unknown }>['administrator']['calls'][number];
type By = (cluster: DrawnCluster, story: Story) => readonly Step[];

/** Plain calls to AWS of somebody who looks at nothing first: AWS may refuse them. */
const tried = (region: string, ...calls: readonly Call[]): Step => ({
  administrator: { region, maybe: true, calls: [...calls] },
});
const eks = (operation: string, request: Call['request']): Call => ({ service: 'eks', operation, request });
const row = (
  name: string,
  weight: number,
  by: By,
  fits: (cluster: DrawnCluster) => boolean = () => true,
): Row<Story, readonly Step[]> => ({
  name,
  weight,
  fits: hasCluster(fits),
  draw: (story) => by(story.cluster(fits), story),
});
const isManaged = (cluster: DrawnCluster): boolean => groupsOf(cluster, 0).managed.length > 0;
const isOwn = (cluster: DrawnCluster): boolean => groupsOf(cluster, 0).own.length > 0;
const isAuto = (cluster: DrawnCluster): boolean => specOf(cluster).autoModeConfig !== undefined;
const isOfFleet = ({ origin }: DrawnCluster): boolean => origin === 'fleet';
const fleetRole = `arn:aws:iam::${ACCOUNT}:role/eks-fleet/eks-fleet-${STAGE}-clusters`;

const onGroup =
  (operation: string, more: (story: Story) => object): By =>
  (cluster, story) => {
    const nodegroupName = story.random.pick(groupsOf(cluster, 0).managed);
    const request = { clusterName: cluster.name, nodegroupName, ...more(story) };
    return [tried(cluster.region, eks(operation, request as Call['request']))];
  };
const onCluster =
  (operation: string, more: (story: Story) => object): By =>
  ({ name, region }, story) => [tried(region, eks(operation, { name, ...more(story) } as Call['request']))];

/** Changes that people make past the fleet, before, during and after its operations. */
export const hands: DrawTable<Story, readonly Step[]> = {
  name: 'hands',
  rows: [
    row(
      'sizes of a managed group',
      3,
      onGroup('UpdateNodegroupConfig', ({ random }) => {
        const maxSize = random.integer(1, 4);
        return { scalingConfig: { minSize: 0, desiredSize: random.integer(0, maxSize), maxSize } };
      }),
      isManaged,
    ),
    row(
      'labels of a managed group',
      1,
      onGroup('UpdateNodegroupConfig', () => ({ labels: { addOrUpdateLabels: { by: 'hand' } } })),
      isManaged,
    ),
    row(
      'a managed group is deleted',
      2,
      onGroup('DeleteNodegroup', () => ({})),
      isManaged,
    ),
    row(
      'sizes of own groups',
      2,
      ({ name, region }, { random }) => {
        const maxSize = random.integer(1, 4);
        const desiredCapacity = random.integer(0, maxSize);
        return [{ resizeGroups: { cluster: name, region, minSize: 0, desiredCapacity, maxSize } }];
      },
      isOwn,
    ),
    row('a tag more', 1, (cluster) => [
      tried(cluster.region, eks('TagResource', { resourceArn: arnOf(cluster), tags: { team: 'payments' } })),
    ]),
    row('the tag that schedules select is gone', 2, (cluster) => [
      tried(cluster.region, eks('UntagResource', { resourceArn: arnOf(cluster), tagKeys: ['env'] })),
    ]),
    row(
      'the tag that says whose it is is gone',
      1,
      (cluster, story) => {
        const { name, region } = cluster;
        const resourceArn = arnOf(cluster);
        story.mends.push(
          tried(region, eks('TagResource', { resourceArn, tags: { 'eks-fleet.dev/cluster': name } })),
        );
        return [tried(region, eks('UntagResource', { resourceArn, tagKeys: ['eks-fleet.dev/cluster'] }))];
      },
      isOfFleet,
    ),
    row(
      'the private endpoint',
      2,
      onCluster('UpdateClusterConfig', () => ({ resourcesVpcConfig: { endpointPrivateAccess: true } })),
    ),
    row(
      'logs',
      1,
      onCluster('UpdateClusterConfig', () => ({
        logging: { clusterLogging: [{ types: ['audit'], enabled: true }] },
      })),
    ),
    row(
      'pools of Auto Mode',
      6,
      onCluster('UpdateClusterConfig', ({ random }) => ({
        computeConfig: {
          enabled: true,
          nodePools: random.pick([['general-purpose', 'system'], ['system'], []]),
        },
      })),
      isAuto,
    ),
    row(
      'an add-on is deleted',
      2,
      (cluster, { random }) => [
        tried(
          cluster.region,
          eks('DeleteAddon', { clusterName: cluster.name, addonName: random.pick(addonsOf(cluster)) }),
        ),
      ],
      (cluster) => addonsOf(cluster).length > 0,
    ),
    row('an add-on more', 1, ({ name, region }) => [
      tried(region, eks('CreateAddon', { clusterName: name, addonName: 'metrics-server' })),
    ]),
    row("the fleet's access is taken away", 2, ({ name, region }) => [
      tried(region, eks('DeleteAccessEntry', { clusterName: name, principalArn: fleetRole })),
    ]),
    row("the groups of the fleet's access are taken away", 1, ({ name, region }) => [
      tried(
        region,
        eks('UpdateAccessEntry', { clusterName: name, principalArn: fleetRole, kubernetesGroups: [] }),
      ),
    ]),
    row(
      'a profile is deleted',
      1,
      ({ name, region }) => [
        tried(region, eks('DeleteFargateProfile', { clusterName: name, fargateProfileName: 'jobs' })),
      ],
      (cluster) => specOf(cluster).fargateProfiles !== undefined,
    ),
    row('the cluster is deleted', 2, (cluster, story) => {
      const { name, region } = cluster;
      // At a level that does not create, the fleet waits for a cluster that will not come back until it is told to
      // forget it.
      story.mends.push({ forget: { cluster: name, region }, followForSeconds: 60 });
      return onCluster('DeleteCluster', () => ({}))(cluster, story);
    }),
    row('the log group is deleted', 1, ({ name, region }) => [
      tried(region, {
        service: 'logs',
        operation: 'DeleteLogGroup',
        request: { logGroupName: `/aws/eks/${name}/cluster` },
      }),
    ]),
    row('a schedule is deleted', 2, ({ name, region }) => [
      tried(region, {
        service: 'scheduler',
        operation: 'DeleteSchedule',
        request: { GroupName: `eks-fleet-${STAGE}-${FLEET}`, Name: `${name}.hours.sleep` },
      }),
    ]),
    row('all schedules are deleted', 1, ({ region }) => [
      tried(region, {
        service: 'scheduler',
        operation: 'DeleteScheduleGroup',
        request: { Name: `eks-fleet-${STAGE}-${FLEET}` },
      }),
    ]),
    row('the lease is freed', 2, (cluster) => [
      tried(cluster.region, {
        service: 'dynamodb',
        operation: 'UpdateItem',
        request: {
          TableName: `eks-fleet-${STAGE}-leases`,
          Key: { pk: { S: `lease#${arnOf(cluster)}` } },
          UpdateExpression: 'REMOVE holder, heldBy',
          ConditionExpression: 'attribute_exists(pk)',
        },
      }),
    ]),
  ],
};
