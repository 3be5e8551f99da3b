import type { PlannedFault } from '../../faults/schema.ts';
import type { Step } from '../../scenario/steps/all.ts';
import { allGroupsOf, type DrawnCluster, documentOf, groupsOf } from '../clusters.ts';
import { hasCluster, STAGE, type Story } from '../story.ts';
import type { DrawTable, Row } from '../table.ts';
import { ORDEALS, type Ordeal } from './operations.ts';
import { TOO_LATE } from './too-late.ts';

type Met = (ordeal: Ordeal, story: Story) => readonly PlannedFault[];

const ordealOf = (story: Story): Ordeal => {
  const fitting = Object.values(ORDEALS).filter(({ fits }) => story.clusters.some(fits));
  return story.random.pick(fitting);
};

/** A row of faults that are planned first, and the request that meets them, which is given its time. */
const row = (
  name: string,
  weight: number,
  met: Met,
  seconds: number,
  fits: (story: Story) => boolean = () => true,
): Row<Story, readonly Step[]> => ({
  name,
  weight,
  fits,
  draw: (story) => {
    const ordeal = ordealOf(story);
    const cluster = story.cluster(ordeal.fits);
    const faults = met(ordeal, story).map((fault): Step => ({ fault }));
    return [...faults, { ...ordeal.ask(cluster, story), followForSeconds: seconds } as Step];
  },
});
/** Some of a list, one at least, in its order. */
const some = <T>({ random }: Story, list: readonly T[], share: number): readonly T[] => {
  const one = random.pick(list);
  return list.filter((each) => each === one || random.chance(share));
};

const free = ({ region }: DrawnCluster, arn: string): Step => ({
  administrator: {
    region,
    maybe: true,
    calls: [
      {
        service: 'dynamodb',
        operation: 'UpdateItem',
        request: {
          TableName: `eks-fleet-${STAGE}-leases`,
          Key: { pk: { S: `lease#${arn}` } },
          UpdateExpression: 'REMOVE holder, heldBy',
          ConditionExpression: 'attribute_exists(pk)',
        },
      },
    ],
  },
});

const isOfFleet = ({ origin }: DrawnCluster): boolean => origin === 'fleet';
const hasGroups = (cluster: DrawnCluster): boolean => allGroupsOf(cluster).length > 0;
/** Somebody lets each managed group launch what its bounds allow, whatever is there by then. */
const oneMoreNode = (cluster: DrawnCluster): readonly Step[] =>
  groupsOf(cluster).managed.map((nodegroupName) => ({
    administrator: {
      region: cluster.region,
      maybe: true,
      calls: [
        {
          service: 'eks',
          operation: 'UpdateNodegroupConfig',
          request: {
            clusterName: cluster.name,
            nodegroupName,
            scalingConfig: { maxSize: 5, desiredSize: 5 },
          },
        },
      ],
    },
  }));

/** An operation, and faults just where it is: chance alone would hardly bring them together. */
export const ordeals: DrawTable<Story, readonly Step[]> = {
  name: 'ordeals',
  rows: [
    row(
      'paused in its steps',
      5,
      ({ states }, story) =>
        some(story, states, 0.5).map((state) => ({
          kind: 'pause',
          state,
          heldSeconds: story.random.integer(60, 600),
        })),
      3600,
      ({ hasOtherStage }) => !hasOtherStage,
    ),
    row(
      'refused for long',
      9,
      ({ needs }, story) => {
        const kind = story.random.pick(['throttle', 'server-error'] as const);
        return some(story, needs, 0.2).map(([functionName, operation]) => ({
          kind,
          functionName,
          operation,
          times: 120,
        }));
      },
      2400,
    ),
    row(
      'its tasks run twice',
      4,
      ({ changes }, story) =>
        some(story, changes, 0.6).map((functionName) => ({ kind: 'lose-result', functionName })),
      1500,
    ),
    row(
      'its claim is made, and the task dies',
      2,
      ({ accepts: functionName }) => [
        { kind: 'crash-after', functionName, operation: 'TransactWriteItems', times: 1 },
      ],
      900,
    ),
    row(
      'it is stopped',
      2,
      ({ states }, { random }) => [{ kind: 'stop-execution', state: random.pick(states) }],
      900,
    ),
    row(
      'the next release comes in the midst',
      0.5,
      ({ states }, { random }) => [{ kind: 'deploy', state: random.pick(states) }],
      1800,
    ),
    {
      name: 'refused, and nobody can be told',
      weight: 3,
      draw: (story) => {
        const region = story.random.pick(story.regions);
        const at = { cluster: 'nobody', region };
        const asked: readonly Step[] = [
          { forget: at },
          { adopt: at },
          { delete: at },
          { scale: { ...at, request: { action: 'wake' } } },
          { deleteFleet: { name: 'nothing', home: story.home } },
        ];
        return [
          {
            fault: {
              kind: 'throttle',
              functionName: 'operationPublishRejection',
              operation: 'PutEvents',
              times: 400,
            },
          },
          ...some(story, asked, 0.5).map((step) => ({ ...step, followForSeconds: 1 }) as Step),
          { wait: 2400 },
        ];
      },
    },
    {
      name: 'it loses its lease',
      weight: 3,
      draw: (story) => {
        const ordeal = ordealOf(story);
        const cluster = story.cluster(ordeal.fits);
        const [functionName, operation] = ordeal.soon;
        const at = {
          ...cluster,
          region: ordeal.accepts === 'fleetAcceptRequest' ? story.home : cluster.region,
        };
        return [
          { fault: { kind: 'delay', functionName, operation, delayMs: 15_000, times: 4 } },
          { ...ordeal.ask(cluster, story), followForSeconds: 8 } as Step,
          free(at, ordeal.leased(cluster, story)),
          { wait: 300 },
        ];
      },
    },
    ...TOO_LATE,
    {
      name: 'more nodes while there are none',
      weight: 3,
      fits: hasCluster(hasGroups),
      draw: (story) => {
        const cluster = story.cluster(hasGroups);
        const { name, region } = cluster;
        const groups = [{ select: { all: true }, minSize: 1, desiredCapacity: 3, maxSize: 4 }];
        // EKS leaves a group DEGRADED until it has launched one more, whatever its size has become.
        story.mends.push(...oneMoreNode(cluster), { wait: 1800 });
        return [
          { fault: { kind: 'capacity-shortage', region, forSeconds: 5400 } },
          { scale: { cluster: name, region, request: { action: 'resize', groups } }, followForSeconds: 3600 },
        ];
      },
    },
    {
      name: 'what drifts for days, and is brought back',
      weight: 1.5,
      fits: hasCluster(isOfFleet),
      draw: (story) => {
        const cluster = story.cluster(isOfFleet);
        const { name, region } = cluster;
        const day: Step = { wait: 86_400 };
        const changed: Step = {
          administrator: {
            region,
            maybe: true,
            calls: [
              {
                service: 'eks',
                operation: 'UpdateClusterConfig',
                request: { name, resourcesVpcConfig: { endpointPrivateAccess: true } },
              },
            ],
          },
        };
        return [changed, day, { apply: [documentOf(cluster)], followForSeconds: 1800 }, day];
      },
    },
    {
      name: 'a firing meets another operation',
      weight: 2,
      fits: hasCluster(hasGroups),
      draw: (story) => {
        const { name, region } = story.cluster(hasGroups);
        const { home, regions } = story;
        const at = `at(${story.later(900).slice(0, 16)}:00)`;
        const nodeGroups = [{ select: { all: true }, desiredCapacity: 1, maxSize: 2 }];
        const scale = [{ name: 'meets', select: { env: 'dev' }, zone: 'UTC', at, nodeGroups }];
        const fleet = {
          apiVersion: 'eks-fleet.dev/v1',
          kind: 'Fleet',
          metadata: { name: 'drawn' },
          spec: { home, regions, scale },
        };
        const request = { action: 'hibernate' };
        return [
          { applyFleet: fleet, followForSeconds: story.random.integer(830, 895) },
          { scale: { cluster: name, region, request }, followForSeconds: 1200 },
        ];
      },
    },
  ],
};
