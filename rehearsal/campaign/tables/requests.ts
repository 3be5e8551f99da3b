import type { Step } from '../../scenario/steps/all.ts';
import { canSleep, type DrawnCluster, documentOf, groupsOf } from '../clusters.ts';
import { following, hasCluster, type Story } from '../story.ts';
import type { DrawTable, Row } from '../table.ts';

type Scaling = Extract<Step, { scale: unknown }>['scale']['request'];
type Asked = Row<Story, readonly Step[]>;

const isOwn = ({ origin }: DrawnCluster): boolean => origin === 'fleet';
const hasGroups = (cluster: DrawnCluster): boolean => groupsOf(cluster).managed.length > 0;

/** A request about any cluster that fits, which the next step meets in the middle. */
const ask = (
  name: string,
  weight: number,
  request: (cluster: DrawnCluster, story: Story) => Step,
  fits: (cluster: DrawnCluster) => boolean = () => true,
): Asked => ({
  name,
  weight,
  fits: hasCluster(fits),
  draw: (story) => [following(request(story.cluster(fits), story), story)],
});
const scale = (
  name: string,
  weight: number,
  request: (story: Story, cluster: DrawnCluster) => object,
  fits: (cluster: DrawnCluster) => boolean = canSleep,
): Asked =>
  ask(
    name,
    weight,
    (cluster, story) => ({
      scale: {
        cluster: cluster.name,
        region: cluster.region,
        request: request(story, cluster) as Scaling,
      },
    }),
    fits,
  );
const place = ({ name, region }: DrawnCluster) => ({ cluster: name, region });
const minutes = (story: Story, from: number, to: number): string =>
  story.later(60 * story.random.integer(from, to));

/** A request of every kind that the commands can make. */
export const requests: DrawTable<Story, readonly Step[]> = {
  name: 'requests',
  rows: [
    ask('apply the edited document', 4, (cluster) => ({ apply: [documentOf(cluster)] }), isOwn),
    ask('apply the first document again', 2, (cluster) => ({ apply: [documentOf(cluster, 0)] }), isOwn),
    ask(
      'apply, and roll back what fails',
      1,
      (cluster) => ({ apply: [documentOf(cluster)], rollbackOnFailure: true }),
      isOwn,
    ),
    ask('delete', 3, (cluster) => ({ delete: place(cluster) })),
    ask('release', 2, (cluster) => ({ forget: place(cluster) })),
    ask('adopt', 4, (cluster, { random }) => ({
      adopt: { ...place(cluster), level: random.pick(['observe', 'scale', 'upgrade', 'all', 'all']) },
    })),
    ask('adopt at no level', 1, (cluster) => ({ adopt: place(cluster) })),
    scale('hibernate', 3, () => ({ action: 'hibernate' })),
    scale('hibernate until', 2, (story) => ({ action: 'hibernate', until: minutes(story, 20, 240) })),
    scale('wake', 3, () => ({ action: 'wake' })),
    scale('resize all', 2, ({ random }) => ({
      action: 'resize',
      groups: [{ select: { all: true }, desiredCapacity: random.integer(0, 2), maxSize: 2 }],
    })),
    scale('resize until', 2, (story) => ({
      action: 'resize',
      groups: [{ select: { all: true }, desiredCapacity: story.random.integer(0, 2), maxSize: 2 }],
      until: minutes(story, 15, 200),
    })),
    scale(
      'resize by name and change',
      2,
      ({ random }, cluster) => ({
        action: 'resize',
        groups: [
          {
            select: { nodeGroups: [random.pick(groupsOf(cluster).managed)] },
            desiredCapacity: random.pick(['+1', '-1']),
            maxSize: '+1',
          },
        ],
      }),
      hasGroups,
    ),
    scale(
      'resize by labels',
      1,
      () => ({
        action: 'resize',
        groups: [{ select: { labels: { tier: 'web' } }, desiredCapacity: 2, maxSize: 3 }],
      }),
      hasGroups,
    ),
    scale('resize to a minimum', 1, () => ({
      action: 'resize',
      groups: [{ select: { all: true }, minSize: 1, desiredCapacity: 1 }],
    })),
    {
      name: 'several at one moment',
      weight: 2,
      fits: hasCluster(isOwn),
      draw: (story) => {
        const cluster = story.cluster(isOwn);
        const at = place(cluster);
        const all: readonly Step[] = [
          { delete: at },
          { apply: [documentOf(cluster)] },
          { forget: at },
          { adopt: { ...at, level: 'all' } },
          { scale: { ...at, request: { action: 'hibernate' } } },
        ];
        const some = all.filter(() => story.random.chance(0.5));
        return (some.length > 0 ? some : all).map((step) => ({ ...step, followForSeconds: 1 }) as Step);
      },
    },
  ],
};
