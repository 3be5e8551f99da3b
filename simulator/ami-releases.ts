import { createHash } from 'node:crypto';
import { KUBERNETES_VERSIONS } from './eks/clusters/versions.ts';

/**
 * Releases of the EKS optimized AMIs, which come about weekly (awslabs/amazon-eks-ami, releases); ours on Thursdays, in
 * all regions at once. A release is known by its number: the weeks since 1970.
 */
const WEEK_MS = 7 * 86_400_000;
/** Bottlerocket's come about every six weeks (bottlerocket-os/bottlerocket, releases); 1.50.0 in the week of this number. */
const BOTTLEROCKET_WEEKS = 6;
const BOTTLEROCKET_1_50 = 2960;

export const releaseAt = (now: number): number => Math.floor(now / WEEK_MS);

/** The release's date, as names of AMIs have it: `20261105`, or with a separator `2026.11.05`. */
export const releaseDate = (release: number, separator = ''): string =>
  new Date(release * WEEK_MS).toISOString().slice(0, 10).replaceAll('-', separator);

export const releasedAt = (release: number): Date => new Date(release * WEEK_MS);

const hex = (text: string, length: number): string =>
  createHash('sha256').update(text).digest('hex').slice(0, length);

interface Bottlerocket {
  readonly version: string;
  readonly commit: string;
  /** The release with which it came. */
  readonly since: number;
}

/** Bottlerocket's version and commit at a release: `1.50.0-6d9ef7b8`. */
export function bottlerocketAt(release: number): Bottlerocket {
  const minors = Math.floor((release - BOTTLEROCKET_1_50) / BOTTLEROCKET_WEEKS);
  const version = `1.${50 + minors}.0`;
  const since = BOTTLEROCKET_1_50 + minors * BOTTLEROCKET_WEEKS;
  return { version, commit: hex(`bottlerocket/${version}`, 8), since };
}

/** The patch version of Kubernetes in the AMIs of a minor: `1.34.2`. */
export const patchOf = (kubernetesVersion: string): string =>
  KUBERNETES_VERSIONS.find(({ version }) => version === kubernetesVersion)?.patch ?? `${kubernetesVersion}.0`;

/** The version that a kubelet of EKS's AMIs reports to the API server, `v1.32.8-eks-99d6cc0` (kubectl get nodes). */
export function kubeletVersion(kubernetesVersion: string): string {
  const patch = patchOf(kubernetesVersion);
  return `v${patch}-eks-${hex(`kubelet/${patch}`, 7)}`;
}

/** The Kubernetes minor in the name of an AMI of AWS's or Canonical's; undefined where it names none. */
export const kubernetesOfImage = (name: string | undefined): string | undefined =>
  /(?:^|[-_/])(1\.\d{2})(?=[-_/.]|$)/.exec(name ?? '')?.[1];
