import { describe, expect, it } from '@jest/globals';
import type { ClusterConfig } from '../../../domain/cluster-config/config.ts';
import { type CheckPorts, checkDocument } from '../../../domain/fleet/checks/check-document.ts';
import type { ScheduledCluster } from '../../../domain/policy/scheduled-cluster.ts';
import type { StoredFleet } from '../../../domain/ports/fleets.ts';
import {
  arnOf,
  clusterOf,
  configOf,
  fleetOf,
  HOME,
  NOW,
  OFFICE,
  OTHER,
  PLAN,
  SALE,
} from '../policy/documents.ts';

type Json = Readonly<Record<string, unknown>>;

const storedFleet = (name: string, spec: Json): StoredFleet => ({
  name,
  revision: 1,
  home: HOME,
  document: fleetOf(spec, name),
  regions: [HOME, OTHER],
  writtenBy: 'op',
  writtenAt: NOW,
  requestedBy: 'a test',
});

/** The registry gives so many clusters at once. */
const PAGE = 40;

/** A fleet of two regions with some clusters, their documents and other Fleet documents, and one topic. */
function portsOf(
  clusters: readonly ScheduledCluster[],
  configs: readonly ClusterConfig[] = [],
  stored: readonly StoredFleet[] = [],
): CheckPorts {
  return {
    fleets: { deployedIn: async () => [OTHER, HOME], list: async () => stored },
    topics: { exists: async (name) => name === 'eks-ops' },
    registry: {
      listScheduled: async (region, from) => {
        const all = clusters.filter(({ cluster }) => cluster.region === region);
        const next = Number(from) + PAGE;
        return { clusters: all.slice(Number(from), next), next: next < all.length ? String(next) : '' };
      },
      read: async (arn) => {
        const config = configs.find(({ metadata }) => arnOf(metadata.region, metadata.name) === arn);
        return config && { config };
      },
    },
  };
}

async function problemsOf(spec: Json, ports: CheckPorts, knowsAll = true) {
  const where = { homeRegion: HOME, at: NOW, source: 'fleet.yaml', account: '111122223333', knowsAll };
  const { problems } = await checkDocument(fleetOf(spec), where, ports);
  return problems ?? [];
}

/** A plan of which a cluster in `OTHER` is the standby. */
const standby = (cluster: string, more: { readonly floor?: number } = {}) => ({
  ...PLAN,
  from: { ...PLAN.from, cluster: 'shop-west', region: 'us-west-2' },
  to: { ...PLAN.to, cluster, region: OTHER, ...more },
});
const shop = clusterOf('shop', { env: 'dev', tier: 'web' });
/** The primary of the standby's plan. */
const west = clusterOf('shop-west', {}, { region: 'us-west-2' });

describe('a Fleet document is held against what there is', () => {
  it('is accepted where it all is', async () => {
    const spec = { sleep: [OFFICE], scale: [SALE], notify: [{ on: ['failed'], sns: 'eks-ops' }] };
    expect(await problemsOf(spec, portsOf([shop], [configOf('shop')]))).toEqual([]);
  });

  it('is refused for another home, a region without the fleet, or a topic that there is not', async () => {
    const ports = portsOf([]);
    expect(await problemsOf({ home: OTHER }, ports)).toEqual([
      {
        document: 'fleet.yaml',
        path: 'spec.home',
        found: `"${OTHER}"`,
        allowed: HOME,
        message: 'the fleet is deployed with another home, where facts arrive',
      },
    ]);
    expect(await problemsOf({ regions: [HOME, 'eu-west-1'] }, ports)).toEqual([
      {
        document: 'fleet.yaml',
        path: 'spec.regions[1]',
        found: '"eu-west-1"',
        allowed: `${OTHER}, ${HOME}`,
        message: 'the fleet is not deployed in eu-west-1',
        alternative: `deploy it there, home first: eks-fleet deploy --regions ${HOME},${OTHER},eu-west-1`,
      },
    ]);
    expect(await problemsOf({ notify: [{ on: ['failed'], sns: 'eks-nobody' }] }, ports)).toEqual([
      {
        document: 'fleet.yaml',
        path: 'spec.notify[0].sns',
        found: '"eks-nobody"',
        allowed: 'a topic of the home region',
        message: 'there is no SNS topic eks-nobody in the home region',
        alternative: `create it: aws sns create-topic --name eks-nobody --region ${HOME}`,
      },
    ]);
  });

  it('is refused for the name of a cluster that there is not, with the nearest that there is', async () => {
    const spec = { sleep: [{ ...OFFICE, select: { name: 'shpo' } }] };
    expect(await problemsOf(spec, portsOf([shop]))).toEqual([
      {
        document: 'fleet.yaml',
        path: 'spec.sleep[0].select.name',
        found: '"shpo"',
        allowed: 'a cluster of the fleet',
        message: `the fleet has no cluster shpo in ${HOME}, ${OTHER}`,
        alternative: 'did you mean shop?',
      },
    ]);
    const far = { sleep: [{ ...OFFICE, select: { name: 'warehouse' } }] };
    expect((await problemsOf(far, portsOf([shop])))[0]).toHaveProperty(
      'alternative',
      'apply the cluster with it, or before',
    );
    // The home region cannot know which clusters are just being asked for.
    expect(await problemsOf(spec, portsOf([shop]), false)).toEqual([]);
  });

  it('is refused for a standby whose floor nothing would keep, because its name is mistyped', async () => {
    const failover = (cluster: string) => standby(cluster, { floor: 2 });
    const regions = [HOME, OTHER, 'us-west-2'];
    const ports = portsOf([shop, west]);
    const everywhere = { ...ports, fleets: { ...ports.fleets, deployedIn: async () => regions } };
    expect(await problemsOf({ regions, failover: [failover('shpo')] }, everywhere)).toEqual([
      expect.objectContaining({
        path: 'spec.failover[0].to.cluster',
        found: '"shpo"',
        alternative: 'did you mean shop?',
      }),
    ]);
    expect(await problemsOf({ regions, failover: [failover('shop')] }, everywhere)).toEqual([]);
  });

  it('is refused where two entries come to meet on one cluster of which neither goes first', async () => {
    const spec = { sleep: [OFFICE, { ...OFFICE, name: 'web-hours', select: { tier: 'web' } }] };
    expect(await problemsOf(spec, portsOf([shop]))).toEqual([
      expect.objectContaining({
        path: 'spec.sleep[1].priority',
        found: 'nothing',
        allowed: 'another priority than that of office-hours',
        message: expect.stringContaining('office-hours and web-hours both select shop in us-east-1'),
        alternative: expect.stringContaining('higher priority'),
      }),
    ]);
    expect(await problemsOf(spec, portsOf([clusterOf('db', { env: 'dev' })]))).toEqual([]);
  });

  it('is refused where another fleet makes the schedules of one of its clusters', async () => {
    const other = storedFleet('wholesale', { scale: [{ ...SALE, name: 'stock' }] });
    const noon = { ...SALE, name: 'noon', select: { env: 'prod' } };
    expect(await problemsOf({ scale: [noon], sleep: [OFFICE] }, portsOf([shop], [], [other]))).toEqual([
      {
        document: 'fleet.yaml',
        path: 'spec.sleep[0].select',
        found: '{"env":"dev"}',
        allowed: 'clusters that no other fleet schedules, or has a floor for',
        message: 'office-hours selects shop in us-east-1, and so does stock of fleet wholesale',
        alternative: 'let one Fleet document have the schedules of a cluster and its floor',
      },
    ]);
    const elsewhere = storedFleet('wholesale', { regions: [HOME], scale: [{ ...SALE, name: 'stock' }] });
    expect(await problemsOf({ sleep: [OFFICE] }, portsOf([shop], [], [elsewhere]))).toEqual([]);
    const two = portsOf([shop, clusterOf('db', { env: 'dev', tier: 'web' })], [], [other]);
    expect((await problemsOf({ sleep: [OFFICE] }, two))[0]?.message).toContain('; the same of 1 more');
    const own = storedFleet('retail', { sleep: [OFFICE] });
    expect(await problemsOf({ sleep: [OFFICE] }, portsOf([shop], [], [own]))).toEqual([]);
  });

  it('is refused where another fleet has a floor for one of its clusters: its schedules would not keep it', async () => {
    const failover = [{ ...standby('shop', { floor: 2 }), name: 'checkout' }];
    const regions = [HOME, OTHER, 'us-west-2'];
    const among = (other: Json) => {
      const ports = portsOf([shop, west], [], [storedFleet('recovery', { regions, ...other })]);
      return { ...ports, fleets: { ...ports.fleets, deployedIn: async () => regions } };
    };
    const why = 'the schedules of one fleet do not keep the floor of another';
    expect(await problemsOf({ sleep: [OFFICE] }, among({ failover }))).toEqual([
      expect.objectContaining({
        path: 'spec.sleep[0].select',
        message: `office-hours selects shop in us-east-1, on whose nodes failover plan checkout of fleet recovery counts: ${why}`,
      }),
    ]);
    expect(await problemsOf({ regions, failover }, among({ sleep: [OFFICE] }))).toEqual([
      expect.objectContaining({
        path: 'spec.failover[0].to.floor',
        found: '2',
        message: `failover plan checkout counts on nodes of shop in us-east-1, which office-hours of fleet recovery selects: ${why}`,
      }),
    ]);
    // Two plans of the same are refused for that, and not for a floor.
    const twice = await problemsOf({ regions, failover }, among({ failover }));
    expect(twice.filter(({ path }) => path.endsWith('.floor'))).toEqual([]);
    const [plan] = failover as [(typeof failover)[0]];
    const { floor: _floor, ...bare } = plan.to;
    for (const to of [bare, { ...plan.to, cluster: 'other' }, { ...plan.to, region: HOME }]) {
      const others = among({ failover: [{ ...plan, to }] });
      expect(await problemsOf({ sleep: [OFFICE] }, others)).toEqual([]);
    }
    const second = {
      ...plan,
      name: 'second',
      from: { ...plan.from, cluster: 'shop-south' },
      to: { ...plan.to, cluster: 'shop' },
      traffic: { records: ['second.example.com'] },
    };
    const first = { ...plan, to: bare };
    const two = { regions, failover: [first, second] };
    const paths = (await problemsOf(two, among({ sleep: [OFFICE] }))).map(({ path }) => path);
    expect(paths.filter((path) => path.endsWith('.floor'))).toEqual(['spec.failover[1].to.floor']);
    expect(await problemsOf({ regions, sleep: [OFFICE], failover }, among({}))).toEqual([]);
  });

  it.each([
    ['a group that a cluster does not have', { wbe: { minSize: 2 } }, 'found wbe, allowed web'],
    ['a minimum above its maximum', { web: { minSize: 5 } }, 'found 5 for node group web, allowed at most 4'],
    ['less than no nodes', { web: { desiredCapacity: '-3' } }, 'found -1 for node group web'],
  ])('is refused for %s', async (_what, nodeGroups, message) => {
    const spec = { scale: [{ ...SALE, nodeGroups }] };
    expect(await problemsOf(spec, portsOf([shop], [configOf('shop')]))).toEqual([
      expect.objectContaining({
        path: 'spec.scale[0].nodeGroups',
        found: JSON.stringify(nodeGroups),
        allowed: 'groups and sizes that every cluster has which the entry selects',
        message: expect.stringContaining(`shop in us-east-1 cannot be resized so: ${message}`),
        alternative: 'select other clusters, or give those an entry of their own',
      }),
    ]);
  });

  it('looks at no sizes of clusters that it may not scale, or that are elsewhere', async () => {
    const spec = { regions: [HOME], scale: [{ ...SALE, nodeGroups: { wbe: { minSize: 2 } } }] };
    expect(await problemsOf(spec, portsOf([shop], [configOf('shop')]))).toEqual([]);
    const observed = clusterOf('shop', { tier: 'web' }, { level: 'observe' });
    expect(
      await problemsOf({ ...spec, regions: [OTHER, HOME] }, portsOf([observed], [configOf('shop')])),
    ).toEqual([]);
  });

  it('says that a cluster has no groups, and nothing of one whose document is not there', async () => {
    const spec = { scale: [SALE] };
    const bare = { ...configOf('shop'), managedNodeGroups: [] };
    const [problem, ...others] = await problemsOf(spec, portsOf([shop], [bare]));
    expect(problem?.message).toBe('shop in us-east-1 cannot be resized so: it has no node groups');
    expect(others).toEqual([]);
    expect(await problemsOf(spec, portsOf([shop]))).toEqual([]);
  });

  it('lets the number of nodes follow the bounds, for nobody is there to say it when it fires', async () => {
    const spec = { scale: [{ ...SALE, nodeGroups: { web: { minSize: 3, maxSize: 9 } } }] };
    expect(await problemsOf(spec, portsOf([shop], [configOf('shop')]))).toEqual([]);
  });

  it('is refused for what is wrong with a hundred clusters in few words', async () => {
    const names = Array.from({ length: 100 }, (_, index) => `shop-${index + 100}`);
    const all = names.map((name) => clusterOf(name, { env: 'dev', tier: 'web' }));
    const configs = names.map((name) =>
      configOf(name, name === 'shop-160' || name === 'shop-199' ? { maxSize: 3 } : {}),
    );
    const messages = async (spec: Json, stored: readonly StoredFleet[] = []) =>
      (await problemsOf(spec, portsOf(all, configs, stored))).map(({ message }) => message);
    expect(await messages({ scale: [{ ...SALE, nodeGroups: { web: { minSize: 4 } } }] })).toEqual([
      expect.stringMatching(/^shop-160 in us-east-1 cannot be resized so: .*, and 1 more cannot either/),
    ]);
    const late = { ...OFFICE, name: 'late', select: { tier: 'web' } };
    const met = await messages({ sleep: [OFFICE, late] });
    expect(met).toHaveLength(21);
    expect(met[19]).toContain('office-hours and late both select shop-119 in us-east-1');
    expect(met[20]).toContain('entries meet on other clusters as well: 80 more');
    const twenty = await problemsOf({ sleep: [OFFICE, late] }, portsOf(all.slice(0, 20), configs));
    expect(twenty).toHaveLength(20);
    const more = await problemsOf({ sleep: [OFFICE, late] }, portsOf(all.slice(0, 21), configs));
    expect(more[20]).toMatchObject({ path: 'spec', found: '"21 clusters"', allowed: 'none' });
    expect(await messages({ sleep: [OFFICE] }, [storedFleet('wholesale', { sleep: [late] })])).toEqual([
      expect.stringContaining(
        'office-hours selects shop-100 in us-east-1, and so does late of fleet wholesale; the same of 99 more',
      ),
    ]);
  });
});
