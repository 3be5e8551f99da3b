import { allNodeGroups, isWindows } from '../../cluster-config/config.ts';
import { EXPECTED_DURATIONS } from '../../expected-durations.ts';
import { wakeBeforeMinutes } from '../../policy/awake.ts';
import type { SleepEntry } from '../../policy/entries.ts';
import type { ScheduledCluster } from '../../policy/scheduled-cluster.ts';
import type { FleetDocument } from '../../policy/schema.ts';
import { isSelected } from '../../policy/selects.ts';
import { unscheduled } from '../schedules/schedules.ts';
import type { DocumentReader } from './resizing-problems.ts';
import type { GovernedCluster } from './silenced.ts';

/** Clusters that an entry of `sleep` may wake only after their hours have begun. */
export interface LateWake {
  readonly path: string;
  /** The minutes that are left of `wakeBefore` if a firing comes as late as `within` lets it. */
  readonly minutes: number;
  /** The minutes that the slowest of them may take. */
  readonly neededMinutes: number;
  /** A `wakeBefore` that would be enough. */
  readonly enough: string;
  readonly clusters: readonly string[];
}

/** Scheduler is exact to the minute; a request is accepted and planned, and nodes are looked at now and then. */
const AROUND_SECONDS = 180;
const { nodes, windowsNodes } = EXPECTED_DURATIONS;
const LINUX_MINUTES = (nodes.maxSeconds + AROUND_SECONDS) / 60;
/** Linux wakes before Windows. */
const WINDOWS_MINUTES = LINUX_MINUTES + windowsNodes.maxSeconds / 60;

/** Such documents are read at once. */
const AT_ONCE = 50;

const given = (entry: SleepEntry): number => wakeBeforeMinutes(entry) - (entry.within ?? 0);

/** The selected clusters for which an entry is long enough without Windows nodes, and too short with any. */
function inDoubt({ spec }: FleetDocument, clusters: readonly ScheduledCluster[]) {
  const short = (spec.sleep ?? []).filter(
    (entry) => given(entry) >= LINUX_MINUTES && given(entry) < WINDOWS_MINUTES,
  );
  return clusters.filter(
    (one) =>
      unscheduled(spec, one) === undefined &&
      short.some(({ select }) => isSelected(select, { name: one.cluster.name, tags: one.tags })),
  );
}

/** Those of the clusters, by ARN, whose documents have Windows groups; no more documents are read than matter. */
export async function withWindows(
  document: FleetDocument,
  clusters: readonly ScheduledCluster[],
  registry: DocumentReader,
): Promise<ReadonlySet<string>> {
  const asked = inDoubt(document, clusters);
  const found = new Set<string>();
  for (let from = 0; from < asked.length; from += AT_ONCE) {
    await Promise.all(
      asked.slice(from, from + AT_ONCE).map(async ({ cluster: { arn } }) => {
        const registered = await registry.read(arn);
        if (registered && allNodeGroups(registered.config).some(isWindows)) found.add(arn);
      }),
    );
  }
  return found;
}

/** `windows` is the answer of `withWindows`. */
export function lateWakes(
  { spec }: FleetDocument,
  governed: readonly GovernedCluster[],
  windows: ReadonlySet<string>,
): readonly LateWake[] {
  return (spec.sleep ?? []).flatMap((entry, index) => {
    const minutes = given(entry);
    const needs = ({ cluster }: ScheduledCluster) =>
      windows.has(cluster.arn) ? WINDOWS_MINUTES : LINUX_MINUTES;
    const late = governed
      .filter(({ scheduled, entries }) => entries.sleep === entry && minutes < needs(scheduled))
      .map(({ scheduled }) => scheduled);
    if (late.length === 0) return [];
    const neededMinutes = Math.max(...late.map(needs));
    return [
      {
        path: `spec.sleep[${index}].wakeBefore`,
        minutes,
        neededMinutes,
        enough: `${Math.ceil((neededMinutes + (entry.within ?? 0)) / 15) * 15}m`,
        clusters: late.map(({ cluster: { name, region } }) => `${name} in ${region}`),
      },
    ];
  });
}

/** As a person reads it. */
export function describeLateWake({ path, minutes, neededMinutes, enough, clusters }: LateWake): string {
  const [first, ...others] = clusters;
  const who = others.length === 0 ? first : `${first} and ${others.length} more`;
  return `${path}: ${who} may be awake only after the hours have begun: nodes take up to ${neededMinutes} minutes and are given ${minutes}; ${enough} is enough`;
}
