import type { ClusterConfig } from '../../../domain/cluster-config/config.ts';
import { parseClusterConfig } from '../../../domain/cluster-config/parse.ts';
import { desiredSchedules } from '../../../domain/fleet/schedules/schedules.ts';
import { governing } from '../../../domain/policy/governing.ts';
import type { ScheduledCluster } from '../../../domain/policy/scheduled-cluster.ts';
import type { FleetDocument } from '../../../domain/policy/schema.ts';
import type { Schedule } from '../../../domain/ports/schedules.ts';
import type { Level } from '../../../domain/registry/level.ts';

type Json = Readonly<Record<string, unknown>>;

export const NOW = '2026-11-25T09:00:00Z';
export const HOME = 'us-east-2';
export const OTHER = 'us-east-1';

export const OFFICE = {
  name: 'office-hours',
  select: { env: 'dev' },
  awake: 'MON-FRI 07:00-20:00',
  zone: 'Europe/Berlin',
};
export const SALE = {
  name: 'sale',
  select: { tier: 'web' },
  at: 'cron(0 6 ? * FRI *)',
  zone: 'UTC',
  nodeGroups: { web: { minSize: 4 } },
};

/** A Fleet document with this spec beside its home and regions; typed as one, though it may be none. */
export const fleetOf = (spec: Json = {}, name = 'retail'): FleetDocument =>
  ({
    apiVersion: 'eks-fleet.dev/v1',
    kind: 'Fleet',
    metadata: { name },
    spec: { home: HOME, regions: [HOME, OTHER], ...spec },
  }) as unknown as FleetDocument;

export const arnOf = (region: string, name: string) =>
  `arn:aws:eks:${region}:111122223333:cluster/${name}` as const;

export const clusterOf = (
  name: string,
  tags: Readonly<Record<string, string>>,
  { region = OTHER, level = 'all' }: { readonly region?: string; readonly level?: Level } = {},
): ScheduledCluster => ({ cluster: { name, region, arn: arnOf(region, name) }, level, tags });

export const STAGE = 'prod';
export const SHOP = clusterOf('shop', { env: 'dev', tier: 'web' });

/** The schedules that a document makes for `SHOP`, by their names without the cluster's. */
export function schedulesOf(document: FleetDocument, now = NOW): Readonly<Record<string, Schedule>> {
  const nowMs = Date.parse(now);
  const entries = governing(document, nowMs)({ name: 'shop', tags: SHOP.tags });
  const { schedules } = desiredSchedules(document, SHOP, entries, { stage: STAGE, nowMs });
  return Object.fromEntries(schedules.map((one) => [one.name.replace('shop.', ''), one]));
}

/** A ClusterConfig of a cluster with one node group `web` of two nodes, one to four. */
export function configOf(name: string, group: Json = {}): ClusterConfig {
  const document = {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name, region: OTHER, version: '1.35' },
    managedNodeGroups: [{ name: 'web', minSize: 1, desiredCapacity: 2, maxSize: 4, ...group }],
  };
  const { config, problems } = parseClusterConfig(document, '', { today: NOW.slice(0, 10) });
  if (problems) throw new Error(JSON.stringify(problems));
  return config;
}

/** A failover plan that nothing is wrong with, in `PLAN_REGIONS`, with `HOME` as the witness. */
export const PLAN = {
  name: 'shop',
  from: { cluster: 'shop-east', region: OTHER, probe: 'https://east.shop.example.com/healthz' },
  to: { cluster: 'shop-west', region: 'us-west-2', probe: 'https://west.shop.example.com/healthz' },
  witness: HOME,
  rto: '5m',
  traffic: { records: ['shop.example.com'] },
};
export const PLAN_REGIONS = [HOME, OTHER, 'us-west-2'];
