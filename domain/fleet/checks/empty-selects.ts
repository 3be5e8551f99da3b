import { nearestName } from '../../cluster-config/nearest.ts';
import type { ScheduledCluster } from '../../policy/scheduled-cluster.ts';
import type { FleetDocument } from '../../policy/schema.ts';
import { isSelected } from '../../policy/selects.ts';
import { selections } from './conflicts.ts';

/** A selection in which no cluster is. It is no mistake where the cluster is to come, and so refuses nothing. */
export interface EmptySelect {
  readonly path: string;
  /** The name or tag that no cluster has, and those that clusters have instead. */
  readonly reason: string;
}

/** More would hide the one that was meant. */
const MOST_NAMED = 10;

function instead(known: readonly string[], mistyped: string, say: (one: string) => string): string {
  const names = [...new Set(known)].sort();
  if (names.length === 0) return 'they have none';
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
  const near = nearestName(mistyped, names);
  const meant = near === undefined ? '' : `; did you mean ${say(near)}?`;
  return `they have ${names.slice(0, MOST_NAMED).map(say).join(', ')}${more}${meant}`;
}

function reasonOf(
  select: Readonly<Record<string, string>>,
  clusters: readonly { readonly name: string; readonly tags: Readonly<Record<string, string>> }[],
): string {
  if (clusters.length === 0) return 'the fleet has no clusters yet';
  const labels = clusters.map(({ name, tags }) => ({ ...tags, name }));
  const reasons = Object.entries(select).flatMap(([key, value]) => {
    const values = labels.flatMap((one: Readonly<Record<string, string>>) => one[key] ?? []);
    if (values.includes(value)) return [];
    if (values.length > 0)
      return [`no cluster has ${key}=${value}: ${instead(values, value, (one) => `${key}=${one}`)}`];
    const keys = clusters.flatMap(({ tags }) => Object.keys(tags));
    return [`no cluster has a tag ${key}: ${instead(keys, key, (one) => one)}`];
  });
  if (reasons.length > 0) return reasons.join('; ');
  const all = Object.entries(select).map((label) => label.join('='));
  return `each of ${all.join(', ')} is some cluster's, and no cluster has them all`;
}

/** The selections of a document in which no cluster is, and why. */
export function emptySelects(
  document: FleetDocument,
  clusters: readonly ScheduledCluster[],
): readonly EmptySelect[] {
  const selectable = clusters.map(({ cluster, tags }) => ({ name: cluster.name, tags }));
  return selections(document)
    .filter(({ select }) => !selectable.some((one) => isSelected(select, one)))
    .map(({ path, select }) => ({ path, reason: reasonOf(select, selectable) }));
}

/** As a person reads it. */
export const describeEmptySelect = ({ path, reason }: EmptySelect): string =>
  `warning: ${path} selects no cluster, and makes no schedule until one comes: ${reason}`;
