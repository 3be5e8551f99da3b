import { minorOf } from '../../kubernetes-versions.ts';
import type { NodeGroupPin } from '../hop.ts';

type Release = NonNullable<NodeGroupPin['release']>;
type Seen = { readonly [Member in keyof Release]?: Release[Member] | undefined };

/**
 * The parts of a release that put releases of one minor in order: the date of Amazon Linux and Windows (`1.34.2-20261105`,
 * `1.34-2026.11.05`), Bottlerocket's own version (`1.50.0-6d9ef7b8`). Undefined of another form.
 */
function orderOf(releaseVersion: string): readonly number[] | undefined {
  const [, year, month, day] = /^1\.\d+(?:\.\d+)?-(\d{4})\.?(\d{2})\.?(\d{2})$/.exec(releaseVersion) ?? [];
  if (year) return [Number(year), Number(month), Number(day)];
  const bottlerocket = /^(\d+)\.(\d+)\.(\d+)-[0-9a-f]+$/.exec(releaseVersion);
  return bottlerocket?.slice(1).map(Number);
}

/** Below zero where the one comes before the other; undefined where nothing says so. */
function compareParts(one: readonly number[] | undefined, other: readonly number[] | undefined) {
  if (!one || !other) return undefined;
  const index = one.findIndex((part, at) => part !== other[at]);
  return index < 0 ? 0 : (one[index] ?? 0) - (other[index] ?? 0);
}

/** Below zero where the seen release is older than the wanted one, above where it is newer; undefined: unlike. */
export function compareReleases(seen: Seen, wanted: Release): number | undefined {
  const minors = minorOf(seen.version ?? '') - minorOf(wanted.version);
  if (minors !== 0) return Number.isNaN(minors) ? undefined : minors;
  if (seen.releaseVersion === wanted.releaseVersion) return 0;
  return compareParts(orderOf(seen.releaseVersion ?? ''), orderOf(wanted.releaseVersion));
}
