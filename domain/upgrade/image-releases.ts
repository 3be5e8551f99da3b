import type { ByName } from '../account-facts/facts.ts';

const EKS = '/aws/service/eks/optimized-ami';

/** Folders of the EKS optimized AMIs, by AMI type (EKS guide, "Retrieve recommended Amazon Linux AMI IDs"). */
const AMAZON_LINUX: Readonly<Record<string, string>> = {
  AL2_x86_64: 'amazon-linux-2',
  AL2_x86_64_GPU: 'amazon-linux-2-gpu',
  AL2_ARM_64: 'amazon-linux-2-arm64',
  AL2023_x86_64_STANDARD: 'amazon-linux-2023/x86_64/standard',
  AL2023_ARM_64_STANDARD: 'amazon-linux-2023/arm64/standard',
  AL2023_x86_64_NEURON: 'amazon-linux-2023/x86_64/neuron',
  AL2023_x86_64_NVIDIA: 'amazon-linux-2023/x86_64/nvidia',
  AL2023_ARM_64_NVIDIA: 'amazon-linux-2023/arm64/nvidia',
};

/** AMI types of EKS's own images that managed groups may have (SDK typing, AMITypes). */
export const AMI_TYPES: readonly string[] = [
  ...Object.keys(AMAZON_LINUX),
  ...['ARM_64', 'x86_64', 'ARM_64_FIPS', 'x86_64_FIPS'].map((one) => `BOTTLEROCKET_${one}`),
  ...['ARM_64_NVIDIA', 'x86_64_NVIDIA', 'ARM_64_NVIDIA_FIPS', 'x86_64_NVIDIA_FIPS'].map(
    (one) => `BOTTLEROCKET_${one}`,
  ),
  ...['2019', '2022', '2025'].flatMap((year) => [
    `WINDOWS_CORE_${year}_x86_64`,
    `WINDOWS_FULL_${year}_x86_64`,
  ]),
];

function bottlerocket(amiType: string, version: string): string {
  const architecture = amiType.includes('ARM_64') ? 'arm64' : 'x86_64';
  const nvidia = amiType.includes('NVIDIA') ? '-nvidia' : '';
  const fips = amiType.includes('FIPS') ? '-fips' : '';
  return `/aws/service/bottlerocket/aws-k8s-${version}${nvidia}${fips}/${architecture}/latest/image_version`;
}

function windows(amiType: string, version: string): string | undefined {
  const [, kind, year] = /^WINDOWS_(CORE|FULL)_(\d{4})_/.exec(amiType) ?? [];
  if (kind === undefined) return undefined;
  const edition = kind === 'CORE' ? 'Core' : 'Full';
  return `/aws/service/ami-windows-latest/Windows_Server-${year}-English-${edition}-EKS_Optimized-${version}/release_version`;
}

/**
 * The public parameter that holds the newest release of an AMI type for a minor, in the form that UpdateNodegroupVersion
 * takes; undefined for a custom AMI, and for a type that is not known.
 */
export function releaseParameter(amiType: string, version: string): string | undefined {
  const folder = AMAZON_LINUX[amiType];
  if (folder !== undefined) return `${EKS}/${version}/${folder}/recommended/release_version`;
  if (amiType.startsWith('BOTTLEROCKET_')) return bottlerocket(amiType, version);
  return windows(amiType, version);
}

/** The release that AWS publishes by now; undefined where it publishes none of the type for the minor. */
export function releaseOf(amiType: string, version: string, parameters: ByName<string>): string | undefined {
  const name = releaseParameter(amiType, version);
  return name === undefined ? undefined : parameters[name];
}
