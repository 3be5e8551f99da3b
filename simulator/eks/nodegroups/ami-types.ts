import type { AMITypes } from '@aws-sdk/client-eks';
import { bottlerocketAt, patchOf, releaseAt, releaseDate } from '../../ami-releases.ts';
import { minorOf } from '../clusters/versions.ts';

/** AMI types and the machines that they run on (SDK typing AMITypes; EKS guide, "Managed node group AMI types"). */
export const AMI_TYPES = [
  'AL2_x86_64',
  'AL2_x86_64_GPU',
  'AL2_ARM_64',
  'CUSTOM',
  'BOTTLEROCKET_ARM_64',
  'BOTTLEROCKET_x86_64',
  'BOTTLEROCKET_ARM_64_FIPS',
  'BOTTLEROCKET_x86_64_FIPS',
  'BOTTLEROCKET_ARM_64_NVIDIA',
  'BOTTLEROCKET_x86_64_NVIDIA',
  'BOTTLEROCKET_ARM_64_NVIDIA_FIPS',
  'BOTTLEROCKET_x86_64_NVIDIA_FIPS',
  'WINDOWS_CORE_2019_x86_64',
  'WINDOWS_FULL_2019_x86_64',
  'WINDOWS_CORE_2022_x86_64',
  'WINDOWS_FULL_2022_x86_64',
  'WINDOWS_CORE_2025_x86_64',
  'WINDOWS_FULL_2025_x86_64',
  'AL2023_x86_64_STANDARD',
  'AL2023_ARM_64_STANDARD',
  'AL2023_x86_64_NEURON',
  'AL2023_x86_64_NVIDIA',
  'AL2023_ARM_64_NVIDIA',
] as const satisfies readonly AMITypes[];

export const isWindows = (amiType: AMITypes | undefined): boolean => amiType?.startsWith('WINDOWS') === true;

/** The operating system of an AMI type as its kubelets tell it (`kubectl get nodes -o wide`). */
export function systemOf(amiType: AMITypes | undefined): string {
  if (isWindows(amiType)) return `Windows Server ${/\d{4}/.exec(amiType ?? '')?.[0]} Datacenter`;
  if (amiType?.startsWith('BOTTLEROCKET')) return 'Bottlerocket OS (aws-k8s)';
  return amiType?.startsWith('AL2_') ? 'Amazon Linux 2' : 'Amazon Linux 2023';
}

/** Graviton families carry a `g` after the generation (m7g, c7gn, x2gd); a1 is the first of them. */
const isArm = (instanceType: string): boolean => /^(a1|[a-z]+\d+[a-z]*?g[a-z]*)\./.test(instanceType);

/** Whether the AMI runs on the instance type's processor. */
export function suits(amiType: AMITypes, instanceType: string): boolean {
  if (amiType === 'CUSTOM') return true;
  return amiType.includes('ARM_64') === isArm(instanceType);
}

/** AL2023 is the default from 1.30 (EKS guide); before it was AL2. */
export function defaultAmiType(kubernetesVersion: string): AMITypes {
  return minorOf(kubernetesVersion) >= 30 ? 'AL2023_x86_64_STANDARD' : 'AL2_x86_64';
}

/** The newest release of an AMI type for a Kubernetes version, in the form that DescribeNodegroup shows. */
export const latestRelease = (amiType: AMITypes, kubernetesVersion: string, now: number): string =>
  releaseOf(amiType, kubernetesVersion, releaseAt(now));

function releaseOf(amiType: AMITypes, kubernetesVersion: string, release: number): string {
  if (isWindows(amiType)) return `${kubernetesVersion}-${releaseDate(release, '.')}`;
  if (amiType.startsWith('BOTTLEROCKET')) {
    const { version, commit } = bottlerocketAt(release);
    return `${version}-${commit}`;
  }
  return `${patchOf(kubernetesVersion)}-${releaseDate(release)}`;
}

/** The day of `20261105` or `2026.11.05` in milliseconds; undefined where the calendar has none such. */
function dayOf(date: string): number | undefined {
  const digits = date.replaceAll('.', '');
  const day = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day ? undefined : time;
}

/** Whether a release can be of that Kubernetes version; Bottlerocket's carry none. */
export function releaseFits(
  amiType: AMITypes,
  release: string,
  kubernetesVersion: string,
  now: number,
): boolean {
  if (amiType.startsWith('BOTTLEROCKET')) return /^\d+\.\d+\.\d+-[0-9a-f]{8}$/.test(release);
  const [, minor, date] = /^1\.(\d+)(?:\.\d+)?-(\d{4}\.?\d{2}\.?\d{2})$/.exec(release) ?? [];
  if (minor === undefined || date === undefined) return false;
  const day = dayOf(date);
  return Number(minor) === minorOf(kubernetesVersion) && day !== undefined && day <= now;
}
