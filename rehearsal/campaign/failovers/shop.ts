import type { FailoverPlan } from '../../../domain/policy/failover.ts';
import type { RandomStream } from '../../../simulator/kernel/random.ts';
import type { Step } from '../../scenario/steps/all.ts';
import { hookMachines, hookRole, hookTo } from './hook-machines.ts';

/** The regions of a plan. Home is the witness's, so that it is never lost with the primary. */
export interface PlanRegions {
  readonly primary: string;
  readonly standby: string;
  readonly witness: string;
}

/** The primary, or the standby, in the region where the control planes of IAM and Route 53 are. */
const REGIONS: readonly PlanRegions[] = [
  { primary: 'us-east-1', standby: 'us-west-2', witness: 'us-east-2' },
  { primary: 'us-west-2', standby: 'us-east-1', witness: 'us-east-2' },
];
export const ADDRESSES = { primary: '3.5.140.10', standby: '34.210.8.20' } as const;
export const PLAN = 'shop';
export const NAME = 'shop.example.com';

export type SideName = keyof typeof ADDRESSES;
export const clusterOf = (side: SideName): string => `shop-${side}`;
const siteOf = (side: SideName): string => `${side}.shop.example.org`;

/** A shop on two sides, as a seed draws it. */
export interface Shop {
  readonly regions: PlanRegions;
  readonly mode: 'approve' | 'automatic';
  /** The standby's nodes and pods; the primary has three of each. A pilot light has one. */
  readonly standbySize: number;
  readonly floorPercent: number;
  /** Seconds of a lease after which writers stop by themselves. */
  readonly leaseSeconds: number | undefined;
  /** Seconds that each of the user's hooks takes, by its name. */
  readonly hooks: Readonly<Record<string, number>>;
  /** True where the document has it drilled, so that a person may. */
  readonly isDrilled?: boolean;
}

export const PRIMARY_SIZE = 3;

/** The shop of a seed; `more` is laid over what is drawn. */
export function drawShop(random: RandomStream, more: Partial<Shop> = {}): Shop {
  const mode = random.chance(0.8) ? 'automatic' : 'approve';
  const hasLease = random.chance(0.7);
  const isFenced = hasLease || mode === 'automatic' || random.chance(0.3);
  return {
    regions: random.pick(REGIONS),
    mode,
    standbySize: random.chance(0.7) ? PRIMARY_SIZE : 1,
    floorPercent: random.pick([33, 60, 100]),
    leaseSeconds: hasLease ? random.pick([10, 10, 30, 60]) : undefined,
    hooks: {
      ...(!hasLease && isFenced ? { fence: random.integer(1, 40) } : {}),
      ...(random.chance(0.2) ? { before: random.integer(1, 40) } : {}),
      ...(random.chance(0.2) ? { after: random.integer(1, 40) } : {}),
    },
    ...more,
  };
}

const cluster = (side: SideName, { regions }: Shop, nodes: number) => ({
  source: `${clusterOf(side)}.yaml`,
  value: {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: clusterOf(side), region: regions[side], version: '1.34' },
    managedNodeGroups: [{ name: 'web', instanceTypes: ['m6i.large'], desiredCapacity: nodes, maxSize: 8 }],
  },
});

const deployment = (side: SideName, { regions }: Shop, replicas: number): Step => ({
  workloads: {
    ...{ cluster: clusterOf(side), region: regions[side] },
    manifests: [
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'shop', namespace: 'default' },
        spec: {
          replicas,
          selector: { matchLabels: { app: 'shop' } },
          template: { metadata: { labels: { app: 'shop' } }, spec: { containers: [] } },
        },
      },
    ],
  } as never,
});

const application = (side: SideName, { regions }: Shop): Step => ({
  application: {
    ...{ name: siteOf(side), region: regions[side], address: ADDRESSES[side], data: 'writable' },
    ...{ cluster: clusterOf(side), namespace: 'default', deployment: 'shop' },
    ...{ needs: PRIMARY_SIZE, readsShare: 0, blocksProbes: false },
  },
});

const record = (side: SideName, failover: 'PRIMARY' | 'SECONDARY') => ({
  ...{ name: NAME, type: 'A' as const, ttl: 30, failover },
  ...{ values: [ADDRESSES[side]], setIdentifier: side },
});

const sideOf = (side: SideName, { regions }: Shop): FailoverPlan['from'] => ({
  cluster: clusterOf(side),
  region: regions[side],
  probe: `https://${siteOf(side)}/healthz`,
});

/** The plan of a shop, as its Fleet document has it. */
function planOf(shop: Shop): FailoverPlan {
  const { regions, mode, floorPercent, leaseSeconds, hooks } = shop;
  const hook = (name: string) => hookTo(name, regions.standby);
  return {
    ...{ name: PLAN, from: sideOf('primary', shop), to: sideOf('standby', shop) },
    ...{ witness: regions.witness, mode, rto: '15m', soak: '5m' },
    capacity: { floorPercent },
    ...(leaseSeconds === undefined ? {} : { fence: { selfFencing: { leaseSeconds } } }),
    ...('fence' in hooks ? { fence: { standbySide: hook('fence') } } : {}),
    ...('before' in hooks ? { beforeTraffic: [hook('before')] } : {}),
    ...('after' in hooks ? { afterTraffic: [hook('after')] } : {}),
    ...(shop.isDrilled ? { drill: 'monthly' as const } : {}),
    traffic: { records: [NAME] },
  };
}

/** The time after its document is applied at which a plan is ready: Guard, words, checks and observers are there. */
const READY_SECONDS = 300;

/** The shop stands on both sides, its plan is prepared, and clients ask for its name from now on. */
export function laid(shop: Shop, random: RandomStream): readonly Step[] {
  const { primary, standby, witness } = shop.regions;
  const fleet = {
    apiVersion: 'eks-fleet.dev/v1',
    kind: 'Fleet',
    metadata: { name: PLAN },
    spec: { home: witness, regions: [primary, standby, witness], failover: [planOf(shop)] },
  };
  return [
    hookRole(standby),
    { apply: [cluster('primary', shop, PRIMARY_SIZE), cluster('standby', shop, shop.standbySize)] },
    deployment('primary', shop, PRIMARY_SIZE),
    deployment('standby', shop, shop.standbySize),
    { wait: 120 },
    application('primary', shop),
    application('standby', shop),
    {
      hostedZone: {
        ...{ name: 'example.com', checks: [] },
        records: [record('primary', 'PRIMARY'), record('standby', 'SECONDARY')],
      },
    },
    ...hookMachines(shop.hooks, standby),
    { applyFleet: fleet as never },
    { wait: READY_SECONDS + random.integer(0, 59) },
    { clients: { name: NAME, requestsPerSecond: 100, retries: 0 } },
    // Faults begin at any second of a slot.
    { wait: random.integer(1, 60) },
  ];
}
