import { expect, it } from '@jest/globals';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { deployedFleet } from './deployed-fleet.ts';

const [HOME, region] = ['us-east-2', 'us-west-2'];
type Json = Readonly<Record<string, unknown>>;

const cluster = (size: number): Step => ({
  apply: [
    {
      source: 'shop.yaml',
      value: {
        apiVersion: 'eksctl.io/v1alpha5',
        kind: 'ClusterConfig',
        metadata: { name: 'shop', region, version: '1.34', tags: { env: 'dev' } },
        addonsConfig: { disableDefaultAddons: true },
        addons: [{ name: 'vpc-cni' }],
        managedNodeGroups: [{ name: 'web', minSize: 1, desiredCapacity: size, maxSize: 4 }],
      },
    },
  ],
});
const fleet = (name: string, spec: Json): Step => ({
  applyFleet: {
    apiVersion: 'eks-fleet.dev/v1',
    kind: 'Fleet',
    metadata: { name },
    spec: { home: HOME, regions: [HOME, region], ...spec },
  } as Extract<Step, { applyFleet: unknown }>['applyFleet'],
});
/** Freezes for all clusters of its regions: the whole company's. */
const freezes = (stops: readonly string[]): Step =>
  fleet('company', {
    freezes:
      stops.length === 0 ? [] : [{ from: '2026-11-24', to: '2026-11-25', zone: 'Australia/Sydney', stops }],
  });
const grow = { name: 'grow', select: { env: 'dev' }, at: 'at(2026-11-24T14:00:00)', zone: 'UTC' };
const scale = (request: Json): Step => ({ scale: { cluster: 'shop', region, request } }) as Step;
const three = { action: 'resize', groups: [{ select: { all: true }, desiredCapacity: 3 }] };
const remove: Step = { delete: { cluster: 'shop', region } };
const rejected = (stop: string): Step => ({
  expect: {
    rejected: {
      region,
      reason: `shop in us-west-2 is frozen: fleet company stops ${stop} from 2026-11-24 to 2026-11-25 (Australia/Sydney)`,
    },
  },
});
const ended = (
  kind: 'scale' | 'adopt' | 'delete',
  outcome: 'Succeeded' | 'Skipped',
  reason?: string,
): Step => ({
  expect: { operation: { kind, outcome, ...(reason === undefined ? {} : { reason }) } },
});
const sizes = (web: string): Step => ({ expect: { sizes: { cluster: 'shop', region, groups: { web } } } });

const { simulate } = deployedFleet({ seed: 7, regions: [HOME, region], startAt: '2026-11-24T08:00:00Z' });

it('freezes hold requests of each kind that they stop, of persons and of schedules, and no other', async () => {
  await simulate([
    cluster(2),
    fleet('retail', { scale: [{ ...grow, nodeGroups: { web: { desiredCapacity: 4 } } }] }),
    scale({ ...three, until: '2026-11-24T12:00:00Z' }),
    sizes('3 of 1-4'),
    freezes(['apply', 'scale', 'delete']),
    cluster(3),
    rejected('apply'),
    scale(three),
    rejected('scale'),
    remove,
    rejected('delete'),
    // An adoption is not frozen: it changes nothing on the cluster.
    { adopt: { cluster: 'shop', region, level: 'all' } },
    ended('adopt', 'Succeeded'),
    { waitUntil: '2026-11-24T15:00:00Z' },
    // A freeze also stops the request of another document's schedule. It does not stop the end of an `until`: the
    // restore point would be lost.
    ended('scale', 'Skipped', 'fleet company stops scale'),
    sizes('2 of 1-4'),
    // A Fleet document is never frozen, or no freeze could be lifted.
    freezes(['apply']),
    scale(three),
    ended('scale', 'Succeeded'),
    freezes([]),
    remove,
    ended('delete', 'Succeeded'),
  ]);
}, 240_000);

it('a freeze in the middle of self-managed nodes ends the one that was begun, and starts no other', async () => {
  const own = { name: 'own', instanceType: 'm6i.large', minSize: 1, desiredCapacity: 8, maxSize: 8 };
  const sizes = (groups: Json) => ({ expect: { sizes: { cluster: 'web', region, groups } } });
  const value = {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: 'web', region, version: '1.34' },
    addons: [{ name: 'vpc-cni' }, { name: 'kube-proxy' }],
    nodeGroups: [own],
  };
  const report = await simulate([
    { apply: [{ source: 'web.yaml', value }] },
    {
      upgrade: { cluster: 'web', region, request: { action: 'upgrade', to: '1.35', soakMinutes: 0 } },
      followForSeconds: 1800,
    },
    sizes({ own: '9 of 1-9' }),
    { ...freezes(['upgrade']), followForSeconds: 60 },
    { wait: 3 * 3600 },
    sizes({ own: '8 of 1-9' }),
    ...[{ ...freezes([]), followForSeconds: 60 }, { wait: 3 * 3600 }],
    { expect: { inside: { cluster: 'web', region, kubelets: { '1.35': 8 } } } },
    sizes({ own: '8 of 1-8' }),
  ] as never);
  expect(report.operations.find(({ kind }) => kind === 'upgrade')?.outcome).toBe('Succeeded');
});
