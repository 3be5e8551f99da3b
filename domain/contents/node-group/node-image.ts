import {
  type AnyNodeGroup,
  hasImageInTemplate,
  hasOwnImage,
  isBottlerocket,
  isUbuntu,
  isWindows,
} from '../../cluster-config/config.ts';
import { defaultInstanceType } from '../../cluster-config/defaults.ts';
import { type InstanceKind, instanceTypesOf, kindByName } from '../../cluster-config/instance-types.ts';
import type { Account } from '../../desired/account.ts';

/** EC2's answer about instance types, by name. */
type Kinds = Account['instanceTypes'];

/** The first type of a group, which chooses its image: as EC2 says, else as its name does. */
function kindOf(group: AnyNodeGroup, kinds: Kinds): InstanceKind {
  const type = instanceTypesOf(group)[0] ?? defaultInstanceType;
  return kinds?.[type] ?? kindByName(type);
}

/** EKS's AMITypes of a managed group; undefined where the image is in the launch template. */
export function amiType(group: AnyNodeGroup, kinds?: Kinds): string | undefined {
  if (hasImageInTemplate(group)) return undefined;
  const { architecture, nvidia, neuron } = kindOf(group, kinds);
  const arm = architecture === 'arm64';
  if (isWindows(group)) {
    const [, year, edition] = /^WindowsServer(\d{4})(Core|Full)Container$/.exec(group.amiFamily) ?? [];
    return `WINDOWS_${edition?.toUpperCase()}_${year}_x86_64`;
  }
  if (isBottlerocket(group)) {
    const fips = group.amiFamily === 'BottlerocketFips' ? '_FIPS' : '';
    return `BOTTLEROCKET_${arm ? 'ARM_64' : 'x86_64'}${nvidia ? '_NVIDIA' : ''}${fips}`;
  }
  if (group.amiFamily === 'AmazonLinux2') {
    if (arm) return 'AL2_ARM_64';
    return nvidia || neuron ? 'AL2_x86_64_GPU' : 'AL2_x86_64';
  }
  if (neuron) return 'AL2023_x86_64_NEURON';
  return `AL2023_${arm ? 'ARM_64' : 'x86_64'}_${nvidia ? 'NVIDIA' : 'STANDARD'}`;
}

function amazonLinuxParameter(group: AnyNodeGroup, version: string, kind: InstanceKind): string {
  const { architecture, nvidia, neuron } = kind;
  if (group.amiFamily === 'AmazonLinux2') {
    const arm = architecture === 'arm64' ? '-arm64' : '';
    const gpu = nvidia || neuron ? '-gpu' : '';
    return `/aws/service/eks/optimized-ami/${version}/amazon-linux-2${arm || gpu}/recommended/image_id`;
  }
  const accelerated = nvidia ? 'nvidia' : 'standard';
  const variant = neuron ? 'neuron' : accelerated;
  return `/aws/service/eks/optimized-ami/${version}/amazon-linux-2023/${architecture}/${variant}/recommended/image_id`;
}

function ubuntuParameter(group: AnyNodeGroup, version: string, kind: InstanceKind): string {
  const [, pro, year, month] = /^Ubuntu(Pro)?(\d{2})(\d{2})$/.exec(group.amiFamily) ?? [];
  const architecture = kind.architecture === 'arm64' ? 'arm64' : 'amd64';
  // Canonical names the volume of its images too, and went over to gp3 with 24.04.
  const volume = Number(year) < 24 ? 'ebs-gp2' : 'ebs-gp3';
  return `/aws/service/canonical/ubuntu/eks${pro ? '-pro' : ''}/${year}.${month}/${version}/stable/current/${architecture}/hvm/${volume}/ami-id`;
}

function bottlerocketParameter(group: AnyNodeGroup, version: string, kind: InstanceKind): string {
  const variant = `${kind.nvidia ? '-nvidia' : ''}${group.amiFamily === 'BottlerocketFips' ? '-fips' : ''}`;
  return `/aws/service/bottlerocket/aws-k8s-${version}${variant}/${kind.architecture}/latest/image_id`;
}

function windowsParameter(group: AnyNodeGroup, version: string): string {
  const [, year, edition] = /^WindowsServer(\d{4})(Core|Full)Container$/.exec(group.amiFamily) ?? [];
  return `/aws/service/ami-windows-latest/Windows_Server-${year}-English-${edition}-EKS_Optimized-${version}/image_id`;
}

/** The public SSM parameter that names the recommended image of a family for a Kubernetes version. */
export function imageParameter(group: AnyNodeGroup, version: string, kinds?: Kinds): string {
  const kind = kindOf(group, kinds);
  if (isWindows(group)) return windowsParameter(group, version);
  if (isBottlerocket(group)) return bottlerocketParameter(group, version, kind);
  return isUbuntu(group) ? ubuntuParameter(group, version, kind) : amazonLinuxParameter(group, version, kind);
}

/** The ImageId of a launch template: the document's image, or a reference that CloudFormation resolves. */
export function imageId(group: AnyNodeGroup, version: string, kinds?: Kinds): string {
  if (group.ami && hasOwnImage(group)) return group.ami;
  return `{{resolve:ssm:${imageParameter(group, version, kinds)}}}`;
}

/** The image as a document names it: its own, or the parameter of its family for any minor, which a cluster's upgrade leaves. */
export const namedImage = (group: AnyNodeGroup, kinds?: Kinds): string =>
  group.ami && hasOwnImage(group) ? group.ami : imageParameter(group, '*', kinds);
