import type { Step } from '../../scenario/steps/all.ts';
import { documentOf } from '../clusters.ts';
import { FLEET } from '../fleets.ts';
import { following, type Story } from '../story.ts';
import type { DrawTable, Row } from '../table.ts';

type Detail = Readonly<Record<string, unknown>>;
type Entry = Extract<Step, { publish: unknown }>['publish']['entry'];

/** An event that somebody puts past the commands and their checks. */
function put(
  story: Story,
  detailType: string,
  detail: Detail | string,
  more: Partial<Entry> & { readonly region?: string } = {},
): Step {
  const { region = story.random.pick(story.regions), ...rest } = more;
  const entry = { source: 'eks-fleet', detailType, detail: detail as Entry['detail'], ...rest };
  return following({ publish: { region, bus: 'fleet', entry, starts: 0 } }, story);
}
const row = (
  name: string,
  weight: number,
  draw: (story: Story) => readonly Step[],
): Row<Story, readonly Step[]> => ({
  name,
  weight,
  draw,
});
/** Members of a request, under an id of its own that later requests may take again. */
function request(story: Story, members: Detail): Detail {
  const requestId = story.id('put');
  story.requestIds.push(requestId);
  return { version: '1', requestId, requestedBy: 'somebody', ...members };
}
const DAY_SECONDS = 86_400;
const config = { apiVersion: 'eksctl.io/v1alpha5', kind: 'ClusterConfig' };

/** Requests that must be refused, or start nothing: each is refused by name, and none may change anything. */
export const refusals: DrawTable<Story, readonly Step[]> = {
  name: 'refusals',
  rows: [
    row('a document with a field that nobody knows', 2, (story) => {
      const { name, region } = story.cluster();
      const bad = { ...config, metadata: { name, region, version: '1.35' }, nodegroup: [] };
      return [put(story, 'ClusterRequested', request(story, { config: bad }), { region })];
    }),
    row('a document that names what there is not', 3, (story) => {
      const { name, region } = story.cluster();
      const account = 'arn:aws:iam::111122223333';
      const more = story.random.pick([
        { secretsEncryption: { keyARN: `arn:aws:kms:${region}:111122223333:key/none` } },
        { iam: { serviceRoleARN: `${account}:role/nobody` } },
        { iam: { serviceRolePermissionsBoundary: `${account}:policy/nothing` } },
        {
          vpc: {
            id: 'vpc-0fffffffffffffff1',
            subnets: { public: { one: { id: 'subnet-0fffffffffffffff1' } } },
          },
        },
        { managedNodeGroups: [{ name: 'web', instanceType: 'x9.none', desiredCapacity: 1 }] },
        { managedNodeGroups: [{ name: 'web', desiredCapacity: 1, ssh: { publicKeyName: 'lost' } }] },
        { addons: [{ name: 'no-such-addon' }] },
      ]);
      const bad = { ...config, metadata: { name, region, version: '1.35' }, ...more };
      return [put(story, 'ClusterRequested', request(story, { config: bad }), { region })];
    }),
    row('a document of another region', 1, (story) => {
      const { name } = story.cluster();
      const bad = { ...config, metadata: { name, region: 'ap-south-1', version: '1.35' } };
      return [put(story, 'ClusterRequested', request(story, { config: bad }))];
    }),
    row('an address range that no network can have', 1, (story) => {
      const { name, region } = story.cluster();
      const bad = { ...config, metadata: { name, region, version: '1.35' }, vpc: { cidr: 'no block' } };
      return [put(story, 'ClusterRequested', request(story, { config: bad }), { region })];
    }),
    row('no version', 1, (story) => [
      put(story, 'ClusterDeletionRequested', { requestId: story.id('put'), cluster: 'nobody' }),
    ]),
    row('no id', 1, (story) => [
      put(story, 'ClusterReleaseRequested', { version: '1', cluster: story.cluster().name }),
    ]),
    row('a deletion without the name once more', 2, (story) => {
      const { name, region } = story.cluster();
      return [
        put(story, 'ClusterDeletionRequested', request(story, { cluster: name, confirm: 'yes' }), { region }),
      ];
    }),
    row('a cluster that there is not', 2, (story) => {
      const type = story.random.pick([
        ['ClusterDeletionRequested', { cluster: 'nobody', confirm: 'nobody' }],
        ['ClusterScaleRequested', { cluster: 'nobody', action: 'wake' }],
        ['ClusterReleaseRequested', { cluster: 'nobody' }],
        ['ClusterAdoptionRequested', { cluster: 'nobody' }],
      ] as const);
      return [put(story, type[0], request(story, type[1]))];
    }),
    row('a level that there is not', 1, (story) => {
      const { name: cluster, region } = story.cluster();
      return [
        put(story, 'ClusterAdoptionRequested', request(story, { cluster, level: 'everything' }), { region }),
      ];
    }),
    row('a time that is over', 1, (story) => {
      const { name: cluster, region } = story.cluster();
      const detail = request(story, { cluster, action: 'hibernate', until: story.later(-600) });
      return [put(story, 'ClusterScaleRequested', detail, { region })];
    }),
    row('groups that there are not', 1, (story) => {
      const { name: cluster, region } = story.cluster();
      const groups = [{ select: { nodeGroups: ['nothing'] }, desiredCapacity: 1 }];
      const detail = request(story, { cluster, action: 'resize', groups });
      return [put(story, 'ClusterScaleRequested', detail, { region })];
    }),
    row('the return of an operation that there is not', 1, (story) => {
      const { name: cluster, region } = story.cluster();
      const detail = request(story, { cluster, action: 'return', operationId: 'op-none' });
      return [put(story, 'ClusterScaleRequested', detail, { region })];
    }),
    row('an event that comes a day late', 2, (story) => {
      const { name: cluster, region } = story.cluster();
      return [
        put(story, 'ClusterDeletionRequested', request(story, { cluster, confirm: cluster }), {
          region,
          time: story.later(-story.random.integer(DAY_SECONDS + 60, 3 * DAY_SECONDS)),
        }),
      ];
    }),
    row('the same id once more', 2, (story) => {
      const { name: cluster, region } = story.cluster();
      const detail = request(story, { cluster, level: 'observe' });
      return [
        put(story, 'ClusterAdoptionRequested', detail, { region }),
        put(story, 'ClusterAdoptionRequested', detail, { region }),
      ];
    }),
    row('the id of another request', 2, (story) => {
      const { name: cluster, region } = story.cluster();
      const requestId = story.requestIds.length > 0 ? story.random.pick(story.requestIds) : 'simulate-other';
      const detail = { version: '1', requestId, requestedBy: 'somebody', cluster };
      return [put(story, 'ClusterReleaseRequested', detail, { region })];
    }),
    row('a Fleet document of no zone', 1, (story) => {
      const sleep = [{ name: 'hours', select: {}, awake: 'MON-FRI 07:00-20:00', zone: 'Nowhere' }];
      const spec = { home: story.home, regions: story.regions, sleep };
      const fleet = { apiVersion: 'eks-fleet.dev/v1', kind: 'Fleet', metadata: { name: FLEET }, spec };
      return [put(story, 'FleetRequested', request(story, { fleet }), { region: story.home })];
    }),
    row('a Fleet document of an hour that clocks skip', 1, (story) => {
      const sizes = [{ select: { all: true }, desiredCapacity: 1 }];
      const at = 'cron(30 2 ? * * *)';
      const scale = [{ name: 'rush', select: {}, at, zone: 'Europe/Berlin', nodeGroups: sizes }];
      const spec = { home: story.home, regions: story.regions, scale };
      const fleet = { apiVersion: 'eks-fleet.dev/v1', kind: 'Fleet', metadata: { name: FLEET }, spec };
      return [put(story, 'FleetRequested', request(story, { fleet }), { region: story.home })];
    }),
    row('a Fleet document of levels', 1, (story) => {
      const clusters = [{ select: {}, manage: story.random.pick(['observe', 'scale', 'all']) }];
      const spec = { home: story.home, regions: story.regions, clusters };
      const fleet = { apiVersion: 'eks-fleet.dev/v1', kind: 'Fleet', metadata: { name: FLEET }, spec };
      return [put(story, 'FleetRequested', request(story, { fleet }), { region: story.home })];
    }),
    row('a Fleet document away from home', 1, (story) => {
      const spec = { home: 'ap-south-1', regions: story.regions };
      const fleet = { apiVersion: 'eks-fleet.dev/v1', kind: 'Fleet', metadata: { name: FLEET }, spec };
      return [put(story, 'FleetRequested', request(story, { fleet }))];
    }),
    row('the deletion of a Fleet document that there is not', 1, (story) => [
      put(story, 'FleetDeletionRequested', request(story, { name: 'nothing' }), { region: story.home }),
    ]),
    row('a revision that never comes', 1, (story) => [
      put(story, 'SchedulesReconciliationRequested', request(story, { fleet: FLEET, revision: 99 })),
    ]),
    row('an event that nobody knows', 1, (story) => [
      put(story, 'ClusterPaintedRequested', { version: '1', colour: 'red' }),
    ]),
    row('a firing of an entry that there is not', 1, (story) => {
      const { name: cluster, region } = story.cluster();
      const schedule = { fleet: FLEET, entry: 'nothing', scheduledAt: story.later(0) };
      const detail = request(story, { cluster, action: story.random.pick(['hibernate', 'wake']), schedule });
      return [put(story, 'ClusterScaleRequested', detail, { region })];
    }),
    row('a request for what somebody else has made', 1, (story) => {
      const cluster = story.cluster();
      return [following({ apply: [documentOf(cluster)] }, story)];
    }),
    row('a pause that nobody laid is lifted', 1, (story) => [
      put(story, 'PauseLifted', {
        version: '1',
        pauses: [{ scope: 'fleet', id: 'nothing' }],
        liftedBy: 'somebody',
      }),
    ]),
  ],
};
