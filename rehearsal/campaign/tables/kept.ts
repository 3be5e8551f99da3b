import type { Step } from '../../scenario/steps/all.ts';
import { clocksOf } from '../clocks.ts';
import { canSleep, type DrawnCluster, documentOf } from '../clusters.ts';
import { FLEET } from '../fleets.ts';
import { succeeded } from '../liveness.ts';
import { arnOf, hasCluster, type Story } from '../story.ts';
import type { DrawTable, Row } from '../table.ts';

type Call = Extract<Step, { administrator: unknown }>['administrator']['calls'][number];
type Fleet = Extract<Step, { applyFleet: unknown }>['applyFleet'];

const isOfFleet = ({ origin }: DrawnCluster): boolean => origin === 'fleet';
const isSleepy = (cluster: DrawnCluster): boolean => isOfFleet(cluster) && canSleep(cluster);

const row = (
  name: string,
  weight: number,
  draw: (cluster: DrawnCluster, story: Story) => readonly Step[],
  fits: (cluster: DrawnCluster) => boolean = isOfFleet,
): Row<Story, readonly Step[]> => ({
  name,
  weight,
  fits: hasCluster(fits),
  draw: (story) => draw(story.cluster(fits), story),
});

const update = (request: Call['request']): Call => ({
  service: 'eks',
  operation: 'UpdateClusterConfig',
  request,
});
const tried = (region: string, ...calls: readonly Call[]): Step => ({
  administrator: { region, maybe: true, calls: [...calls] },
});
const audited = (name: string): Call =>
  update({ name, logging: { clusterLogging: [{ types: ['audit'], enabled: true }] } });

/** Zones whose clocks show another date than UTC's at some hour of any day. */
const FAR_ZONES = ['Pacific/Kiritimati', 'Pacific/Pago_Pago'] as const;
const HOUR_MS = 3_600_000;

/** A zone whose date is not UTC's for some hours from now on. */
function farZone({ nowMs }: Story): string {
  const isFar = (zone: string): boolean =>
    [0, 1, 2].every((hours) => {
      const atMs = nowMs + hours * HOUR_MS;
      return clocksOf(zone, atMs).date !== clocksOf('UTC', atMs).date;
    });
  return FAR_ZONES.find(isFar) ?? FAR_ZONES[0];
}

/** Somebody changes a cluster once all of its document is carried out, so that it is not ACTIVE just then. */
function changedAtLast(cluster: DrawnCluster): readonly Step[] {
  const { name } = cluster;
  const calls = [update({ name, resourcesVpcConfig: { endpointPrivateAccess: true } }), audited(name)];
  const faults = calls.map(
    (call): Step => ({ fault: { kind: 'by-hand', state: 'VerifyCluster', calls: [call], maybe: true } }),
  );
  return [...faults, { apply: [documentOf(cluster)], followForSeconds: 2400 }];
}

/** Things that protect a cluster from an operation, and the request that must not come past it. */
export const kept: DrawTable<Story, readonly Step[]> = {
  name: 'kept',
  rows: [
    row('a deletion of what is protected', 3, ({ name, region }, story) => {
      const off = tried(region, update({ name, deletionProtection: false }));
      story.mends.push(off, { wait: 900 });
      // An update of EKS's that hangs keeps the cluster in use for hours.
      const later: readonly Step[] = story.isUp ? [{ wait: 3 * 3600 }, off, { wait: 900 }] : [];
      return [
        tried(region, update({ name, deletionProtection: true })),
        { wait: 600 },
        { delete: { cluster: name, region }, followForSeconds: 900 },
        off,
        { wait: 600 },
        ...later,
      ];
    }),
    row(
      'it is let go in its sleep',
      3,
      ({ name, region }) => [
        { scale: { cluster: name, region, request: { action: 'hibernate' } }, followForSeconds: 2400 },
        { forget: { cluster: name, region }, followForSeconds: 300 },
        { scale: { cluster: name, region, request: { action: 'wake' } }, followForSeconds: 1500 },
      ],
      isSleepy,
    ),
    row(
      'it is put to sleep twice',
      4,
      (cluster, story) => {
        const { name, region } = cluster;
        const sleep = (request: Extract<Step, { scale: unknown }>['scale']['request']): Step => ({
          scale: { cluster: name, region, request },
          followForSeconds: 2400,
        });
        // At a story's end nothing is in its way, and no return comes before the waking.
        const hours = story.isUp ? 14 * 24 : story.random.integer(2, 4);
        const done = story.isUp ? succeeded('scale', [cluster]) : [];
        return [
          sleep({ action: 'wake' }),
          sleep({ action: 'hibernate' }),
          ...done,
          sleep({ action: 'hibernate', until: story.later(hours * 3600) }),
          ...done,
          sleep({ action: 'wake' }),
          ...done,
        ];
      },
      isSleepy,
    ),
    {
      ...row('somebody changes it just before its success', 8, changedAtLast),
      fits: (story) => !story.isUp && hasCluster(isOfFleet)(story),
    },
    row('what drifts, and drifts on', 4, (cluster) => {
      const { name, region } = cluster;
      const day: Step = { wait: 25 * 3600 };
      const untag = { resourceArn: arnOf(cluster), tagKeys: ['env'] };
      const more = { clusterName: name, addonName: 'metrics-server' };
      return [
        tried(region, update({ name, resourcesVpcConfig: { endpointPrivateAccess: true } })),
        tried(region, { service: 'eks', operation: 'CreateAddon', request: more }),
        day,
        tried(region, { service: 'eks', operation: 'UntagResource', request: untag }),
        day,
      ];
    }),
    row('asked for in a freeze of a far zone', 5, (cluster, story) => {
      const { name, region } = cluster;
      const { home, regions, random } = story;
      const zone = farZone(story);
      const day = clocksOf(zone, story.nowMs + HOUR_MS).date;
      const stops = ['apply', 'scale', 'delete', 'upgrade'];
      const fleet = {
        apiVersion: 'eks-fleet.dev/v1',
        kind: 'Fleet',
        metadata: { name: FLEET },
        spec: { home, regions, freezes: [{ from: day, to: day, zone, stops }] },
      } as Fleet;
      const asked = random.pick<Step>([
        { scale: { cluster: name, region, request: { action: 'hibernate' } } },
        { scale: { cluster: name, region, request: { action: 'wake' } } },
        { delete: { cluster: name, region } },
        // A story's last apply is one that must succeed.
        ...(story.isUp ? [] : [{ apply: [documentOf(cluster)] }]),
      ]);
      return [
        { applyFleet: fleet, followForSeconds: 60 },
        { wait: 3600 },
        { ...asked, followForSeconds: 1200 } as Step,
        { deleteFleet: { name: FLEET, home }, followForSeconds: 60 },
      ];
    }),
  ],
};
