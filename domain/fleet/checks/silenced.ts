import type { Governing } from '../../policy/governing.ts';
import type { ScheduledCluster } from '../../policy/scheduled-cluster.ts';
import type { FleetDocument } from '../../policy/schema.ts';

/** A cluster of a document, and the entries that act on it. */
export interface GovernedCluster {
  readonly scheduled: ScheduledCluster;
  readonly entries: Governing;
}

/** An entry that makes no schedules for clusters which it selects, because another goes first there. */
export interface SilencedEntry {
  readonly path: string;
  readonly entry: string;
  /** The entry of higher priority. */
  readonly by: string;
  /** The group or the time that the two entries share. */
  readonly reason: string;
  /** `web in us-west-2`. */
  readonly clusters: readonly string[];
}

/**
 * The entries that do nothing on clusters that they select: a priority that somebody set decides so, and is easily
 * forgotten.
 */
export function silencedEntries(
  { spec }: FleetDocument,
  governed: readonly GovernedCluster[],
): readonly SilencedEntry[] {
  return (['sleep', 'scale'] as const).flatMap((member) =>
    (spec[member] ?? []).flatMap(({ name: entry }, index) => {
      const byWhom = new Map<string, { readonly reason: string; readonly clusters: string[] }>();
      for (const { scheduled, entries } of governed) {
        const found = entries.silenced.find((one) => one.entry === entry);
        if (!found) continue;
        const { by, reason } = found;
        const { clusters } = byWhom.get(by) ?? { clusters: [] };
        const { name, region } = scheduled.cluster;
        byWhom.set(by, { reason, clusters: [...clusters, `${name} in ${region}`] });
      }
      return [...byWhom].map(([by, found]) => ({ path: `spec.${member}[${index}]`, entry, by, ...found }));
    }),
  );
}

/** As a person reads it. */
export function describeSilenced({ path, entry, by, reason, clusters }: SilencedEntry): string {
  const [first, ...others] = clusters;
  const where = others.length === 0 ? first : `${first} and ${others.length} more`;
  return `${path}: ${entry} does nothing on ${where}, where ${by} has the higher priority and governs alone: ${reason}`;
}
