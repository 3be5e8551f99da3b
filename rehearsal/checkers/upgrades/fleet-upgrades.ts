import type { TakenEvent } from '../../../simulator/fault.ts';
import type { Followed, Ledger } from '../ledger.ts';
import type { Tags, TagsOfClusters } from '../tags-of-clusters.ts';

interface Side {
  readonly cluster: string;
  readonly region: string;
}
interface Document {
  readonly metadata?: { readonly name?: string };
  readonly spec?: {
    readonly failover?: readonly { readonly from: Side; readonly to: Side }[];
    readonly upgrades?: {
      readonly health?: { readonly alarms?: readonly string[] };
      readonly waves?: readonly {
        readonly select?: Tags;
        readonly bake?: string;
        readonly parallel?: number;
        readonly failures?: number;
      }[];
    };
  };
}
interface WaveAsked {
  readonly select: Tags;
  readonly bakeMs: number;
  readonly parallel: number;
  readonly failures: number;
}
export interface UpgradeAsked {
  readonly id: string;
  readonly fleet: string;
  readonly waves: readonly WaveAsked[];
  readonly alarms: readonly string[];
  readonly pairs: readonly { readonly from: Side; readonly to: Side }[];
}
/** The request of one cluster that a fleet upgrade put, as a bus first took it. */
export interface Put {
  readonly upgrade: UpgradeAsked;
  /** The place of the wave; -1 of a cluster that no wave selects. */
  readonly wave: number;
  readonly requestId: string;
  readonly stage: string;
  readonly region: string;
  readonly name: string;
  readonly atMs: number;
}

export const nameOf = ({ region, name }: Pick<Put, 'region' | 'name'>): string => `${region}/${name}`;

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const A_DAY = '1d';

/** Durations as documents have them, such as `90m`, `1h30m` and `2d`. */
const durationOf = (text: string): number =>
  [...text.matchAll(/(\d+)([mhd])/g)].reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (UNITS[unit] ?? 0),
    0,
  );

const BUS = /^eks-fleet-([a-z][a-z0-9]*)$/;

/** Fleet upgrades as people asked for them, and the requests that have come of them: never by their own record. */
export class FleetUpgrades {
  readonly #ledger: Ledger;
  readonly #tags: TagsOfClusters;
  /** Documents as they were put, the newest last, by fleet. */
  readonly #documents = new Map<string, { readonly atMs: number; readonly document: Document }[]>();
  readonly #puts = new Map<string, Put[]>();
  #nowMs = 0;

  constructor(ledger: Ledger, tags: TagsOfClusters) {
    this.#ledger = ledger;
    this.#tags = tags;
  }

  heard({ detailType, detail }: TakenEvent, atMs: number): void {
    this.#nowMs = atMs;
    if (detailType !== 'FleetRequested') return;
    const document = detail.fleet as Document | undefined;
    const fleet = document?.metadata?.name;
    if (document && fleet !== undefined)
      this.#documents.set(fleet, [...(this.#documents.get(fleet) ?? []), { atMs, document }]);
  }

  /** The request of a cluster that an event is, where a fleet upgrade put it to bring the cluster up. */
  putBy({ bus, region, source, detailType, detail }: TakenEvent): Put | undefined {
    const stage = BUS.exec(bus)?.[1];
    if (source !== 'eks-fleet' || detailType !== 'ClusterUpgradeRequested' || stage === undefined)
      return undefined;
    const { parent, cluster, requestId, action } = detail as {
      readonly parent?: string;
      readonly cluster?: string;
      readonly requestId?: string;
      readonly action?: string;
    };
    if (parent === undefined || cluster === undefined || requestId === undefined || action !== 'upgrade')
      return undefined;
    const upgrade = this.#upgrade(parent.split('/')[0] ?? '');
    if (!upgrade) return undefined;
    const wave = upgrade.waves.findIndex(({ select }) => this.#tags.isSelected(region, cluster, select));
    const put = { upgrade, wave, requestId, stage, region, name: cluster, atMs: this.#nowMs };
    const known = this.#puts.get(upgrade.id) ?? [];
    if (!known.some((one) => one.requestId === requestId)) this.#puts.set(upgrade.id, [...known, put]);
    return put;
  }

  /** Requests that were put, without those that were refused: anybody may put one in an upgrade's name. */
  putsOf({ id }: UpgradeAsked): readonly Put[] {
    return (this.#puts.get(id) ?? []).filter((put) => !this.isRefused(put));
  }

  /** True of a request that was refused and of which no operation has come, also by another try. */
  isRefused(put: Put): boolean {
    return this.#operationOf(put) === undefined && this.#ledger.rejectionsOf(put).length > 0;
  }

  /** When what a request asked for ended, or was refused; undefined while it is under way. */
  endOf(put: Put): number | undefined {
    return this.#operationOf(put)?.ends[0]?.atMs ?? this.#ledger.rejectionsOf(put)[0]?.atMs;
  }

  /** True where what a request asked for failed after the one time, and before the other. */
  hasFailed(put: Put, afterMs: number, beforeMs: number): boolean {
    const end = this.#operationOf(put)?.ends[0];
    return end?.status === 'Failed' && end.atMs > afterMs && end.atMs < beforeMs;
  }

  /** When wishes of that kind about an upgrade's fleet were carried out. */
  wishes({ id, fleet }: UpgradeAsked, action: string): readonly number[] {
    const begunMs = this.#ledger.operation(id)?.claimedAtMs ?? 0;
    return [...this.#ledger.operations].flatMap(({ kind, name, asked, claimedAtMs, ends: [end] }) =>
      claimedAtMs > begunMs &&
      kind === 'upgrade-fleet' &&
      name === fleet &&
      asked?.detail.action === action &&
      end?.status === 'Succeeded'
        ? [end.atMs]
        : [],
    );
  }

  /** When a person last asked for it about an upgrade's fleet, also if it is not carried out yet; 0: never. */
  lastWish({ fleet }: UpgradeAsked, action: string): number {
    const asked = [...this.#ledger.requests].filter(
      ({ detailType, detail }) =>
        detailType === 'FleetUpgradeRequested' && detail.fleet === fleet && detail.action === action,
    );
    return Math.max(0, ...asked.map(({ lastAtMs }) => lastAtMs));
  }

  #operationOf({ stage, region, requestId }: Put): Followed | undefined {
    return [...this.#ledger.operations].find(
      (one) => one.stage === stage && one.region === region && one.requestId === requestId,
    );
  }

  #upgrade(id: string): UpgradeAsked | undefined {
    const begun = this.#ledger.operation(id);
    if (begun?.kind !== 'upgrade-fleet') return undefined;
    const { name: fleet, claimedAtMs } = begun;
    const { spec } = this.#documents.get(fleet)?.findLast(({ atMs }) => atMs <= claimedAtMs)?.document ?? {};
    const waves = (spec?.upgrades?.waves ?? []).map(
      ({ select = {}, bake = A_DAY, parallel = 1, failures = 0 }): WaveAsked => ({
        select,
        bakeMs: durationOf(bake),
        parallel,
        failures,
      }),
    );
    return { id, fleet, waves, alarms: spec?.upgrades?.health?.alarms ?? [], pairs: spec?.failover ?? [] };
  }
}
