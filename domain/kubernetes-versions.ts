/** A Kubernetes minor on EKS; dates are ISO days, UTC. */
export interface KubernetesVersion {
  readonly version: string;
  readonly released: string;
  /** The last day of standard support; extended support follows, at six times the price. */
  readonly endOfStandardSupport: string;
  /** The day on which EKS begins to upgrade the clusters that are left, and refuses new ones. */
  readonly endOfExtendedSupport: string;
}

/**
 * From "Amazon EKS Kubernetes release calendar" in the EKS user guide
 * (https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html), as of November 2026.
 * DescribeClusterVersions gives the same members at run time, and its answer may be passed in place of this table.
 */
export const kubernetesVersions: readonly KubernetesVersion[] = [
  row('1.23', '2022-08-11', '2023-10-11', '2024-10-11'),
  row('1.24', '2022-11-15', '2024-01-31', '2025-01-31'),
  row('1.25', '2023-02-22', '2024-05-01', '2025-05-01'),
  row('1.26', '2023-04-11', '2024-06-11', '2025-06-11'),
  row('1.27', '2023-05-24', '2024-07-24', '2025-07-24'),
  row('1.28', '2023-09-26', '2024-11-26', '2025-11-26'),
  row('1.29', '2024-01-23', '2025-03-23', '2026-03-23'),
  row('1.30', '2024-05-23', '2025-07-23', '2026-07-23'),
  row('1.31', '2024-09-26', '2025-11-26', '2026-11-26'),
  row('1.32', '2025-01-23', '2026-03-23', '2027-03-23'),
  row('1.33', '2025-05-29', '2026-07-29', '2027-07-29'),
  row('1.34', '2025-10-02', '2026-12-02', '2027-12-02'),
  row('1.35', '2026-01-27', '2027-03-27', '2028-03-27'),
  row('1.36', '2026-06-02', '2027-08-02', '2028-08-02'),
];

function row(version: string, released: string, standard: string, extended: string): KubernetesVersion {
  return { version, released, endOfStandardSupport: standard, endOfExtendedSupport: extended };
}

/** The minor as a number: 35 of `1.35`. */
export function minorOf(version: string): number {
  return Number(version.split('.')[1] ?? Number.NaN);
}

export type SupportState = 'unknown' | 'unreleased' | 'standard' | 'extended' | 'past';

/** EKS's support of a version on a day (ISO, `2026-11-24`). */
export function supportOf(
  version: string,
  today: string,
  versions: readonly KubernetesVersion[] = kubernetesVersions,
): SupportState {
  const known = versions.find((candidate) => candidate.version === version);
  if (!known) {
    // A version older than the table is long past support; a newer one we cannot know.
    const oldest = Math.min(...versions.map((candidate) => minorOf(candidate.version)));
    return /^1\.\d+$/.test(version) && minorOf(version) < oldest ? 'past' : 'unknown';
  }
  if (today < known.released) return 'unreleased';
  if (today <= known.endOfStandardSupport) return 'standard';
  return today <= known.endOfExtendedSupport ? 'extended' : 'past';
}

/** The versions that EKS creates clusters of on a day, newest first. */
export function supportedVersions(
  today: string,
  versions: readonly KubernetesVersion[] = kubernetesVersions,
): string[] {
  return versions
    .filter(({ version }) => ['standard', 'extended'].includes(supportOf(version, today, versions)))
    .map(({ version }) => version)
    .reverse();
}
