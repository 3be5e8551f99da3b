import type { Step } from '../../scenario/steps/all.ts';
import { allGroupsOf, type DrawnCluster, groupsOf, MINOR, NEXT_MINOR } from '../clusters.ts';
import { following, hasCluster, type Story } from '../story.ts';
import type { DrawTable, Row } from '../table.ts';

type Upgrading = Extract<Step, { upgrade: unknown }>['upgrade']['request'];
type Asked = Row<Story, readonly Step[]>;
type Fits = (cluster: DrawnCluster) => boolean;

const ALARM = 'shop-slo';
const hasGroups: Fits = (cluster) => allGroupsOf(cluster).length > 0;
const hasManaged: Fits = (cluster) => groupsOf(cluster).managed.length > 0;

const asked = ({ name: cluster, region }: DrawnCluster, request: Upgrading, story: Story): Step =>
  following({ upgrade: { cluster, region, request } }, story);
const row = (
  name: string,
  weight: number,
  request: (story: Story, cluster: DrawnCluster) => Upgrading,
  fits: Fits = () => true,
): Asked => ({
  name,
  weight,
  fits: hasCluster(fits),
  draw: (story) => {
    const cluster = story.cluster(fits);
    return [asked(cluster, request(story, cluster), story)];
  },
});

const upgrade = { action: 'upgrade', to: NEXT_MINOR } as const;
const soaked = ({ random }: Story) => ({ soakMinutes: random.pick([0, 1, 10, 60]) });

/** An upgrade whose alarm begins some time after it was asked for, and may end again. */
const alarmed: Asked = {
  name: 'an upgrade in whose middle an alarm begins',
  weight: 3,
  draw: (story) => {
    const cluster = story.cluster();
    const { region } = cluster;
    const afterSeconds = story.random.integer(60, 7200);
    const alarm = (state: 'OK' | 'ALARM', seconds: number): Step => ({
      alarm: { name: ALARM, region, state, afterSeconds: seconds },
    });
    const request = { ...upgrade, soakMinutes: story.random.integer(5, 90), health: { alarms: [ALARM] } };
    return [
      alarm('OK', 0),
      alarm('ALARM', afterSeconds),
      ...(story.random.chance(0.5) ? [alarm('OK', afterSeconds + story.random.integer(30, 1800))] : []),
      asked(cluster, request, story),
    ];
  },
};

/** Upgrades and rollbacks of every kind that the command can ask for; what cannot be is refused, or found. */
export const upgrades: DrawTable<Story, readonly Step[]> = {
  name: 'upgrades',
  rows: [
    row('to the next minor', 4, (story) => ({ ...upgrade, ...soaked(story) })),
    row(
      'to the next minor, nodes last',
      1,
      (story) => ({ ...upgrade, ...soaked(story), nodes: 'last' }),
      hasGroups,
    ),
    row(
      'to the next minor, all groups at once',
      1,
      () => ({ ...upgrade, soakMinutes: 0, parallelNodeGroups: 10 }),
      hasGroups,
    ),
    row('of the control plane alone', 2, (story) => ({ ...upgrade, ...soaked(story), only: 'controlPlane' })),
    row('of add-ons alone', 1, () => ({ action: 'upgrade', only: 'addons' })),
    row('of nodes alone', 2, () => ({ action: 'upgrade', only: 'nodes' }), hasGroups),
    row('to the next minor, by consent', 1, (story) => ({
      ...upgrade,
      soakMinutes: 0,
      consents: ['skipInsights', 'evictDespiteBudgets'],
      waivers: [
        'insight-error',
        'insight-unknown',
        'addon-unhealthy',
        'nodes-not-ready',
        'pdb-blocks-drain',
        'webhook-fails-closed',
        'node-group-issues',
        'node-group-degraded',
      ].map((finding) => ({ finding, until: story.later(86_400), reason: 'a drill' })),
    })),
    row('back', 3, () => ({ action: 'rollBack' })),
    alarmed,
    row('to a version that is not to be had', 1, ({ random }) => ({
      action: 'upgrade',
      to: random.pick([MINOR, '1.30', '1.34', '1.99']),
    })),
    row('to nothing', 1, () => ({ action: 'upgrade' })),
    row('with a waiver that is over', 1, (story) => ({
      ...upgrade,
      waivers: [{ finding: 'addon-unhealthy', until: story.later(-3600), reason: 'late' }],
    })),
    row(
      'with two images for a group',
      1,
      ({ random }, cluster) => {
        const nodeGroup = random.pick(groupsOf(cluster).managed);
        const image = { nodeGroup, image: 'ami-0123456789abcdef0' };
        return { ...upgrade, images: [image, image] };
      },
      hasManaged,
    ),
    row(
      'with an image that there is not',
      1,
      ({ random }, cluster) => ({
        ...upgrade,
        images: [{ nodeGroup: random.pick(groupsOf(cluster).managed), image: 'ami-0123456789abcdef0' }],
      }),
      hasManaged,
    ),
    {
      name: 'by hand',
      weight: 1,
      draw: (story) => {
        const { name, region } = story.cluster();
        const request = { name, version: NEXT_MINOR };
        const calls = [{ service: 'eks' as const, operation: 'UpdateClusterVersion', request }];
        return [{ administrator: { region, maybe: true, calls } }];
      },
    },
  ],
};
