import { agendaOf, type ClusterOnAgenda } from '../../../domain/firings/agenda.ts';
import type { FleetDocument } from '../../../domain/policy/schema.ts';
import type { RegisteredCluster } from '../../../domain/registry/registered-cluster.ts';
import type { Memory } from '../../../domain/scale/memory/memory.ts';
import { configOf, NOW, OTHER, SHOP, schedulesOf } from '../policy/documents.ts';

const READY = { is: 'ready', says: 'the fleet may speak to it' } as const;

export const registered = (over: Partial<RegisteredCluster> = {}): RegisteredCluster => {
  const config = configOf('shop');
  return {
    cluster: SHOP.cluster,
    level: 'all',
    origin: 'created',
    since: NOW,
    config: { ...config, metadata: { ...config.metadata, tags: { ...SHOP.tags } } },
    documentIs: 'applied',
    writtenBy: 'op',
    writtenAt: NOW,
    observed: { availabilityZones: [], subnets: [] },
    notDescribed: [],
    ...over,
  };
};

export const SIZES = { minSize: 1, desiredSize: 2, maxSize: 4 };
export const WEB = { key: 'nodeGroup/web', name: 'web' };
export const ASLEEP: Memory = {
  operationId: 'o1',
  capturedAt: NOW,
  asleepSince: NOW,
  groups: [{ ...WEB, sizes: SIZES, document: SIZES, nodes: [] }],
};

type Recorded = NonNullable<ClusterOnAgenda['recorded']>;
interface Over extends Partial<ClusterOnAgenda> {
  readonly on?: Partial<Recorded>;
  readonly hours?: number;
}

/** A Thursday at noon. */
const FROM = Date.parse('2026-11-26T12:00:00Z');

export function items(document: FleetDocument, { hours = 24, on = {}, ...over }: Over = {}) {
  const cluster: ClusterOnAgenda = {
    name: 'shop',
    region: OTHER,
    recorded: { registered: registered(), memory: undefined, left: undefined, access: READY, ...on },
    pause: undefined,
    stored: [],
    schedules: Object.values(schedulesOf(document)).map((schedule) => ({ schedule, createdMs: 0, document })),
    ended: [],
    ...over,
  };
  return agendaOf(cluster, FROM, FROM + hours * 3_600_000);
}

/** The action of each item, and the reason if it will not be done. */
export const said = (...given: Parameters<typeof items>) =>
  items(...given).map(({ does, skipped, refused, nothingToDo }) => [does, skipped ?? refused ?? nothingToDo]);
