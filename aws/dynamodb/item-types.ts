import type { KubernetesAccess } from '../../domain/access/kubernetes-access.ts';
import type { Signal } from '../../domain/failover/signals.ts';
import type { Lease, RequestClaim } from '../../domain/operation/lease.ts';
import type { PauseRecord } from '../../domain/operation/pause.ts';
import type { OperationRecord, PlanOf } from '../../domain/operation/record.ts';
import type { Rejection } from '../../domain/operation/rejection.ts';
import type { Waiting } from '../../domain/operation/waiting.ts';
import type { ScheduledCluster } from '../../domain/policy/scheduled-cluster.ts';
import type { SeatSeen } from '../../domain/ports/fleet-upgrades.ts';
import type { StoredFleet } from '../../domain/ports/fleets.ts';
import type { RegisteredCluster } from '../../domain/registry/registered-cluster.ts';
import type { LastSizes, Memory } from '../../domain/scale/memory/memory.ts';
import type { Saving } from '../../domain/scale/outcome/savings.ts';
import type { ScalingRequest } from '../../domain/scale/request.ts';
import type { UpgradeAction } from '../../domain/upgrade/request.ts';
import type { FleetUpgrade } from '../../domain/waves/record.ts';
import { inFleet, inLeases, itemType } from './item-type.ts';

interface Forgotten {
  /** Seconds since the epoch: DynamoDB deletes it some time after. */
  readonly expiresAt?: number | undefined;
}

/** The person who lifted a pause, when and why; absent for an owner that gave no reason. */
export interface Lift {
  readonly liftedBy: string;
  /** ISO 8601. */
  readonly liftedAt: string;
  readonly why?: string | undefined;
}

type MembersOf<Record> = Record extends unknown ? keyof Record : never;

/** A record as its item has it. */
export type StoredOperation = Readonly<Partial<Record<MembersOf<OperationRecord>, unknown>>> & {
  readonly listedIn?: string;
  /** The action by which a list tells one scaling or upgrade from another. */
  readonly action?: ScalingRequest['action'] | UpgradeAction;
  /** The plan of a creation. */
  readonly observed?: PlanOf<'create'>;
  /** Seconds since the epoch: as long, at least, it is on record. */
  readonly keptUntil?: number;
};

export const PAUSE = 'pause#';
export const LIFTED = 'lifted#';
export const OPERATION = 'operation#';
/** All documents are in one partition, by their names. */
export const FLEETS = 'fleets';
/** All upgrades of fleets, an item for each home that one had. */
export const FLEET_UPGRADES = 'fleetUpgrades';
/** Words on regions that are impaired, an item for each region that was told. */
export const SIGNALS = 'signals';

/** All that is kept of a cluster is in one partition. */
export const clusterPartition = (arn: string): string => `cluster#${arn}`;
export const regionPartition = (region: string): string => `region#${region}`;
/** All of a month's refusals. */
export const rejectionsPartition = (month: string): string => `rejections#${month}`;
/** All of a month's savings. */
export const savingsPartition = (month: string): string => `savings#${month}`;

const ofCluster = (sk: string) => (arn: string) => inFleet(clusterPartition(arn), sk);

/**
 * The items of a region's lease table, which tasks of that region write, but for pauses and who lifted them: those are
 * people's, in the table of each region; and for the epochs of fleet upgrades, which their homes write.
 */
export const LEASE_ITEMS = {
  /** `heldBy` is the holder's execution, by which the index finds held leases. Expressions look into the map of those beside. */
  lease: itemType<Lease & { readonly heldBy?: string }>()({
    key: (arn: string) => inLeases(`lease#${arn}`),
    attributes: {
      clusterArn: 'plain',
      epoch: 'plain',
      holder: 'plain',
      heldBy: 'plain',
      beside: 'plain',
      takenOverAt: 'plain',
    },
  }),
  claim: itemType<RequestClaim & Forgotten>()({
    key: (requestId: string) => inLeases(`claim#${requestId}`),
    attributes: {
      requestId: 'plain',
      executionArn: 'plain',
      operationId: 'plain',
      epoch: 'plain',
      requester: 'json',
      expiresAt: 'plain',
    },
  }),
  /** The operation that an execution was given. */
  execution: itemType<{ readonly clusterArn: string; readonly operationId: string } & Forgotten>()({
    key: (executionArn: string) => inLeases(`execution#${executionArn}`),
    attributes: { clusterArn: 'plain', operationId: 'plain', expiresAt: 'plain' },
  }),
  /** Expressions look into the map of its holds. */
  pause: itemType<{ readonly holds: Readonly<Record<string, Omit<PauseRecord, 'scope' | 'id'>>> }>()({
    key: (scope: string) => inLeases(`${PAUSE}${scope}`),
    attributes: { holds: 'plain' },
  }),
  lifted: itemType<PauseRecord & Lift & Forgotten>()({
    key: (scope: string, at: string, id: string) => inLeases(`${LIFTED}${scope}#${at}#${id}`),
    attributes: {
      scope: 'plain',
      id: 'plain',
      owner: 'plain',
      from: 'plain',
      reason: 'plain',
      at: 'plain',
      failovers: 'plain',
      liftedBy: 'plain',
      liftedAt: 'plain',
      why: 'plain',
      expiresAt: 'plain',
    },
  }),
  /** The epoch of a fleet upgrade; its owner has it in a majority of the regions. */
  seat: itemType<SeatSeen>()({
    key: (id: string) => inLeases(`fleetUpgrade#${id}`),
    attributes: { epoch: 'plain', owner: 'plain' },
  }),
  waiting: itemType<
    { readonly waiting: Waiting; readonly token: string; readonly heldBy: string } & Forgotten
  >()({
    key: (operationId: string, state: string) => inLeases(`waiting#${operationId}#${state}`),
    attributes: { waiting: 'json', token: 'plain', heldBy: 'plain', expiresAt: 'plain' },
  }),
} as const;

/**
 * The items of the fleet's global table. The region of its subject writes each: a cluster's own, and for a document, and
 * the operations about it, the home region; of a signal, the region that was told.
 */
export const FLEET_ITEMS = {
  operation: itemType<StoredOperation & Forgotten>()({
    key: (arn: string, id: string) => inFleet(clusterPartition(arn), `${OPERATION}${id}`),
    attributes: {
      id: 'plain',
      kind: 'plain',
      action: 'plain',
      cluster: 'json',
      epoch: 'plain',
      executionArn: 'plain',
      requestedBy: 'plain',
      identity: 'json',
      reason: 'plain',
      parent: 'plain',
      startedAt: 'plain',
      status: 'plain',
      endedAt: 'plain',
      failure: 'json',
      cancellation: 'json',
      request: 'json',
      plan: 'json',
      observed: 'json',
      report: 'json',
      listedIn: 'plain',
      keptUntil: 'plain',
      expiresAt: 'plain',
    },
  }),
  cluster: itemType<RegisteredCluster>()({
    key: ofCluster('cluster'),
    attributes: {
      cluster: 'json',
      level: 'plain',
      origin: 'plain',
      since: 'plain',
      config: 'json',
      documentIs: 'plain',
      writtenBy: 'plain',
      writtenAt: 'plain',
      observed: 'json',
      notDescribed: 'json',
      publishedDrift: 'plain',
    },
  }),
  /** By which a region's clusters are listed; an earlier release wrote the cluster alone. */
  listing: itemType<ScheduledCluster>()({
    key: (region: string, name: string) => inFleet(regionPartition(region), `cluster#${name}`),
    attributes: { cluster: 'json', level: 'plain', tags: 'plain' },
  }),
  /** The end of its version's support that was told last. */
  support: itemType<{ readonly told: string }>()({
    key: ofCluster('support'),
    attributes: { told: 'plain' },
  }),
  access: itemType<KubernetesAccess>()({
    key: ofCluster('access'),
    attributes: { is: 'plain', says: 'plain' },
  }),
  /** The memory of a sleeping cluster. */
  memory: itemType<Memory>()({
    key: ofCluster('sizes'),
    attributes: {
      operationId: 'plain',
      capturedAt: 'plain',
      asleepSince: 'plain',
      groups: 'json',
      provisioning: 'json',
    },
  }),
  left: itemType<LastSizes>()({
    key: ofCluster('left'),
    attributes: { operationId: 'plain', at: 'plain', groups: 'json' },
  }),
  saving: itemType<Saving>()({
    key: (month: string, arn: string, operationId: string) =>
      inFleet(savingsPartition(month), `${arn}#${operationId}`),
    attributes: {
      month: 'plain',
      nodeHours: 'plain',
      usd: 'plain',
      nodeHoursWithoutPrice: 'plain',
      clusterName: 'plain',
      region: 'plain',
      operationId: 'plain',
      pricesAsOf: 'plain',
      pricesOf: 'plain',
    },
  }),
  rejection: itemType<Rejection & Forgotten>()({
    key: (at: string, region: string, eventId: string) =>
      inFleet(rejectionsPartition(at.slice(0, 7)), `${at}#${region}#${eventId}`),
    attributes: {
      eventId: 'plain',
      region: 'plain',
      at: 'plain',
      detailType: 'plain',
      requestId: 'plain',
      about: 'plain',
      requester: 'json',
      why: 'plain',
      expiresAt: 'plain',
    },
  }),
  fleetUpgrade: itemType<{ readonly revision: number; readonly upgrade: FleetUpgrade }>()({
    key: (id: string, epoch: string) => inFleet(FLEET_UPGRADES, `${id}#${epoch}`),
    attributes: { revision: 'plain', upgrade: 'json' },
  }),
  signal: itemType<Signal & Forgotten>()({
    key: (id: string, toldIn: string) => inFleet(SIGNALS, `${id}#${toldIn}`),
    attributes: {
      id: 'plain',
      region: 'plain',
      zones: 'json',
      source: 'plain',
      reason: 'plain',
      status: 'plain',
      at: 'plain',
      until: 'plain',
      expiresAt: 'plain',
    },
  }),
  document: itemType<StoredFleet>()({
    key: (name: string) => inFleet(FLEETS, name),
    attributes: {
      name: 'plain',
      revision: 'plain',
      home: 'plain',
      document: 'json',
      regions: 'plain',
      writtenBy: 'plain',
      writtenAt: 'plain',
      requestedBy: 'plain',
    },
  }),
} as const;
