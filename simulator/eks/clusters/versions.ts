import type { ClusterVersionInformation } from '@aws-sdk/client-eks';

/**
 * The Kubernetes versions that EKS offers or offered, as DescribeClusterVersions repeats them (EKS guide, "Kubernetes
 * versions: release calendar"; ends of standard support of 1.34 to 1.36 from "Amazon EKS Kubernetes release
 * calendar"). Extended support is the twelve months after standard support.
 */
interface KubernetesVersion {
  readonly version: string;
  readonly patch: string;
  readonly platform: string;
  readonly released: string;
  readonly standardEnds: string;
  readonly extendedEnds: string;
}

const row = (
  version: string,
  patch: string,
  platform: string,
  released: string,
  standardEnds: string,
  extendedEnds: string,
): KubernetesVersion => ({ version, patch, platform, released, standardEnds, extendedEnds });

export const KUBERNETES_VERSIONS: readonly KubernetesVersion[] = [
  row('1.36', '1.36.1', 'eks.5', '2026-06-02', '2027-08-02', '2028-08-02'),
  row('1.35', '1.35.2', 'eks.8', '2026-01-27', '2027-03-27', '2028-03-27'),
  row('1.34', '1.34.2', 'eks.10', '2025-10-02', '2026-12-02', '2027-12-02'),
  row('1.33', '1.33.6', 'eks.24', '2025-05-29', '2026-07-29', '2027-07-29'),
  row('1.32', '1.32.10', 'eks.31', '2025-01-23', '2026-03-23', '2027-03-23'),
  row('1.31', '1.31.14', 'eks.47', '2024-09-26', '2025-11-26', '2026-11-26'),
  row('1.30', '1.30.14', 'eks.55', '2024-05-23', '2025-07-23', '2026-07-23'),
  row('1.29', '1.29.15', 'eks.58', '2024-01-23', '2025-03-23', '2026-03-23'),
  row('1.28', '1.28.15', 'eks.64', '2023-09-26', '2024-11-26', '2025-11-26'),
  row('1.27', '1.27.16', 'eks.68', '2023-05-24', '2024-07-24', '2025-07-24'),
  row('1.26', '1.26.15', 'eks.70', '2023-04-11', '2024-06-11', '2025-06-11'),
  row('1.25', '1.25.16', 'eks.72', '2023-02-22', '2024-05-01', '2025-05-01'),
];

/** A new version becomes the default some weeks after its release; the guide gives no rule for when. */
const DEFAULT_AFTER_MS = 30 * 86_400_000;

const at = (date: string): number => Date.parse(`${date}T00:00:00Z`);

type SupportStatus = 'STANDARD_SUPPORT' | 'EXTENDED_SUPPORT' | 'UNSUPPORTED';

export function supportStatus(version: KubernetesVersion, now: number): SupportStatus {
  if (now < at(version.standardEnds)) return 'STANDARD_SUPPORT';
  return now < at(version.extendedEnds) ? 'EXTENDED_SUPPORT' : 'UNSUPPORTED';
}

/** The version if EKS offers it at that time: released, and not past extended support. */
export function offeredVersion(version: string, now: number): KubernetesVersion | undefined {
  const known = KUBERNETES_VERSIONS.find((candidate) => candidate.version === version);
  if (!known || now < at(known.released)) return undefined;
  return supportStatus(known, now) === 'UNSUPPORTED' ? undefined : known;
}

export function isInStandardSupport(version: string, now: number): boolean {
  const known = KUBERNETES_VERSIONS.find((candidate) => candidate.version === version);
  return known !== undefined && supportStatus(known, now) === 'STANDARD_SUPPORT';
}

/** The time at which a version's support ends; never, for one that is not known. */
export function supportEnds(version: string, support: 'standard' | 'extended'): number {
  const known = KUBERNETES_VERSIONS.find((candidate) => candidate.version === version);
  if (!known) return Number.POSITIVE_INFINITY;
  return at(support === 'standard' ? known.standardEnds : known.extendedEnds);
}

/** The version of a cluster that names none. */
export function defaultVersion(now: number): KubernetesVersion {
  const settled = KUBERNETES_VERSIONS.find((version) => now >= at(version.released) + DEFAULT_AFTER_MS);
  if (!settled) throw new RangeError('virtual time lies before the first known Kubernetes version');
  return settled;
}

/** kubelet may be three minors older than the API server (Kubernetes version skew policy, from 1.25). */
export const NODE_SKEW = 3;

/** The minor of `1.34` as a number. */
export function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}

export function describeVersion(version: KubernetesVersion, now: number): ClusterVersionInformation {
  const status = supportStatus(version, now);
  return {
    clusterVersion: version.version,
    clusterType: 'eks',
    defaultPlatformVersion: version.platform,
    defaultVersion: defaultVersion(now) === version,
    releaseDate: new Date(at(version.released)),
    endOfStandardSupportDate: new Date(at(version.standardEnds)),
    endOfExtendedSupportDate: new Date(at(version.extendedEnds)),
    // The recordings show the upper-case word in the deprecated member too.
    status: status as ClusterVersionInformation['status'],
    versionStatus: status,
    kubernetesPatchVersion: version.patch,
  };
}

/** All versions released by then, newest first. */
export function releasedVersions(now: number): readonly KubernetesVersion[] {
  return KUBERNETES_VERSIONS.filter((version) => now >= at(version.released));
}
