import type { Fleet } from '../../aws/fleet.ts';
import type { FindingId } from '../../domain/upgrade/finding.ts';
import { fitnessOf, foreseenRequest } from '../../domain/waves/child-request.ts';
import { type ClusterKey, clusterOf, type FleetUpgrade } from '../../domain/waves/record.ts';
import { regionOf } from '../fleet.ts';
import { columns } from '../output.ts';
import { sideBySide } from '../side-by-side.ts';
import { type DryRun, dryRun } from '../upgrades/dry-run.ts';

/** The finding of a cluster that a fleet's upgrade would meet by now. */
export interface MetNow {
  readonly cluster: ClusterKey;
  readonly severity: 'blocker' | 'note';
  /** Absent where the cluster is refused for no finding. */
  readonly finding?: string;
  readonly found: string;
  readonly todo?: string;
}

/** The clusters that were looked at, those that cannot be seen whole from here, and what they would meet. */
export interface Met {
  readonly looked: number;
  readonly of: number;
  readonly unseen: readonly ClusterKey[];
  readonly met: readonly MetNow[];
}

/** As many clusters as are looked at, in the order of the waves: each look is some thirty calls. */
const MOST = 100;
const AT_ONCE = 8;
/** Notes that say that a cluster may get something else than the others. */
const NOT_THE_SAME: readonly FindingId[] = ['addon-not-pinned', 'image-not-pinned'];

/** Findings of one cluster's dry run that are told of a fleet's. */
export function metBy(cluster: ClusterKey, { findings, refused, outcome }: DryRun): readonly MetNow[] {
  const isNote = (finding: string) => NOT_THE_SAME.some((id) => finding.startsWith(`${id}/`));
  const reasons = refused.map(({ message }) => ({ cluster, severity: 'blocker' as const, found: message }));
  const told = findings.flatMap(({ severity, finding, found, todo }): readonly MetNow[] => {
    if (severity === 'blocker' && outcome === 'refused') return [{ cluster, severity, finding, found, todo }];
    return isNote(finding) ? [{ cluster, severity: 'note', finding, found, todo }] : [];
  });
  return [...reasons, ...told];
}

/** The first waves' clusters as each of them would be asked for, looked at with the caller's own credentials. */
export async function metNow(fleet: Fleet, upgrade: FleetUpgrade): Promise<Met> {
  const all = upgrade.waves.flatMap(({ clusters }) => clusters);
  const keys = all.slice(0, MOST);
  const looks = await sideBySide(keys, AT_ONCE, async (key) => {
    const { region, name } = clusterOf(key);
    const seen = await regionOf(fleet, region).eks.describeCluster(name);
    const { outcome, reason } = fitnessOf(upgrade, { is: 'asked', at: upgrade.startedAt, attempt: 1 }, seen);
    if (outcome === 'AlreadyThere') return { met: [] };
    if (outcome !== 'Asked') return { met: [{ cluster: key, severity: 'blocker' as const, found: reason }] };
    const found = await dryRun(fleet, { name, region }, foreseenRequest(upgrade, key));
    return { met: metBy(key, found), ...(found.outcome === 'unseen' ? { unseen: key } : {}) };
  });
  return {
    looked: keys.length,
    of: all.length,
    unseen: looks.flatMap(({ unseen }) => unseen ?? []),
    met: looks.flatMap(({ met }) => met),
  };
}

/** The findings as a person reads them, and of how many clusters. */
export function metTable({ looked, of, unseen, met }: Met): readonly string[] {
  const rows = met.map(({ cluster, severity, finding = '-', found, todo = '-' }) => [
    cluster,
    severity,
    finding,
    found,
    todo,
  ]);
  return [
    `${looked === of ? `all ${of}` : `the first ${looked} of ${of}`} clusters were looked at: ${rows.length} findings by now`,
    ...(rows.length === 0 ? [] : [columns(['CLUSTER', '', 'FINDING', 'FOUND', 'WHAT TO DO'], rows)]),
    ...(unseen.length === 0
      ? []
      : [
          `${unseen.length} of them cannot be seen whole from here: the workflow looks by the fleet's own access`,
        ]),
  ];
}
