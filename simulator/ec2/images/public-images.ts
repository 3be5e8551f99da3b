import { createHash } from 'node:crypto';
import type { Image } from '@aws-sdk/client-ec2';
import { bottlerocketAt, patchOf, releaseAt, releaseDate, releasedAt } from '../../ami-releases.ts';

/** An AMI that AWS (or Canonical) owns, and the SSM public parameters that lead to it. */
export interface PublicImage {
  readonly image: Image & { readonly ImageId: string; readonly Name: string };
  /** Parameter name → value. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** Kubernetes versions whose AMIs are published in late 2026 (the EKS version calendar, extended support included). */
export const IMAGE_KUBERNETES_VERSIONS = ['1.30', '1.31', '1.32', '1.33', '1.34', '1.35', '1.36'] as const;

const EKS_AMI_ACCOUNT = '602401143452';
const BOTTLEROCKET_ACCOUNT = '092701018921';
const WINDOWS_ACCOUNT = '801119661308';
const CANONICAL_ACCOUNT = '099720109477';
/** Weeks for which an AMI is found by its id after newer ones have come; AWS keeps them for about two years. */
const WEEKS_KEPT = 12;

/** The same image has another id in each region; ids are a hash, so that they need no state and no order. */
function imageId(region: string, name: string): string {
  return `ami-0${createHash('sha256').update(`${region}/${name}`).digest('hex').slice(0, 16)}`;
}

function image(
  region: string,
  given: {
    release: number;
    name: string;
    owner: string;
    architecture: 'x86_64' | 'arm64';
    description: string;
    windows?: boolean;
  },
): PublicImage['image'] {
  return {
    ImageId: imageId(region, given.name),
    Name: given.name,
    Description: given.description,
    ImageLocation: `amazon/${given.name}`,
    OwnerId: given.owner,
    ImageOwnerAlias: 'amazon',
    Public: true,
    State: 'available',
    ImageType: 'machine',
    Architecture: given.architecture,
    Hypervisor: 'xen',
    VirtualizationType: 'hvm',
    EnaSupport: true,
    RootDeviceType: 'ebs',
    RootDeviceName: given.windows ? '/dev/sda1' : '/dev/xvda',
    CreationDate: releasedAt(given.release).toISOString(),
    ...(given.windows && { Platform: 'Windows' as const }),
    PlatformDetails: given.windows ? 'Windows' : 'Linux/UNIX',
  };
}

/** AL2 was published for versions up to 1.32 only (EKS guide, "AL2 AMI deprecation"). */
function hasAmazonLinux2(version: string): boolean {
  return Number(version.split('.')[1]) <= 32;
}

function* linuxImages(region: string, version: string, release: number): Generator<PublicImage> {
  const variants: [path: string, name: string, architecture: 'x86_64' | 'arm64'][] = [
    ['amazon-linux-2023/x86_64/standard', 'amazon-eks-node-al2023-x86_64-standard', 'x86_64'],
    ['amazon-linux-2023/x86_64/nvidia', 'amazon-eks-node-al2023-x86_64-nvidia', 'x86_64'],
    ['amazon-linux-2023/x86_64/neuron', 'amazon-eks-node-al2023-x86_64-neuron', 'x86_64'],
    ['amazon-linux-2023/arm64/standard', 'amazon-eks-node-al2023-arm64-standard', 'arm64'],
    ['amazon-linux-2023/arm64/nvidia', 'amazon-eks-node-al2023-arm64-nvidia', 'arm64'],
  ];
  if (hasAmazonLinux2(version)) {
    variants.push(
      ['amazon-linux-2', 'amazon-eks-node', 'x86_64'],
      ['amazon-linux-2-gpu', 'amazon-eks-gpu-node', 'x86_64'],
      ['amazon-linux-2-arm64', 'amazon-eks-arm64-node', 'arm64'],
    );
  }
  for (const [path, stem, architecture] of variants) {
    const releaseVersion = `${patchOf(version)}-${releaseDate(release)}`;
    const held = image(region, {
      release,
      name: `${stem}-${version}-v${releaseDate(release)}`,
      owner: EKS_AMI_ACCOUNT,
      architecture,
      description: `EKS-optimized Kubernetes node based on ${path.startsWith('amazon-linux-2023') ? 'Amazon Linux 2023' : 'Amazon Linux 2'}, (k8s: ${patchOf(version)})`,
    });
    const base = `/aws/service/eks/optimized-ami/${version}/${path}/recommended`;
    yield {
      image: held,
      parameters: {
        [`${base}/image_id`]: held.ImageId,
        [`${base}/image_name`]: held.Name,
        [`${base}/release_version`]: releaseVersion,
        [base]: JSON.stringify({
          schema_version: '2',
          image_id: held.ImageId,
          image_name: held.Name,
          release_version: releaseVersion,
        }),
      },
    };
  }
}

function* bottlerocketImages(region: string, version: string, release: number): Generator<PublicImage> {
  const { version: bottlerocket, commit } = bottlerocketAt(release);
  for (const flavour of ['', '-nvidia', '-fips', '-nvidia-fips']) {
    for (const architecture of ['x86_64', 'arm64'] as const) {
      const held = image(region, {
        release,
        name: `bottlerocket-aws-k8s-${version}${flavour}-${architecture}-v${bottlerocket}-${commit}`,
        owner: BOTTLEROCKET_ACCOUNT,
        architecture,
        description: `bottlerocket-aws-k8s-${version}${flavour}-${architecture}-v${bottlerocket}`,
      });
      const base = `/aws/service/bottlerocket/aws-k8s-${version}${flavour}/${architecture}`;
      yield {
        image: held,
        parameters: {
          [`${base}/latest/image_id`]: held.ImageId,
          [`${base}/latest/image_version`]: `${bottlerocket}-${commit}`,
          [`${base}/${bottlerocket}/image_id`]: held.ImageId,
          [`${base}/${bottlerocket}/image_version`]: `${bottlerocket}-${commit}`,
        },
      };
    }
  }
}

function* windowsImages(region: string, version: string, release: number): Generator<PublicImage> {
  for (const year of ['2019', '2022', '2025']) {
    if (year === '2025' && Number(version.split('.')[1]) < 35) continue;
    for (const kind of ['Core', 'Full']) {
      const stem = `Windows_Server-${year}-English-${kind}-EKS_Optimized-${version}`;
      const held = image(region, {
        release,
        name: `${stem}-${releaseDate(release, '.')}`,
        owner: WINDOWS_ACCOUNT,
        architecture: 'x86_64',
        description: `Microsoft Windows Server ${year} ${kind} EKS Optimized AMI`,
        windows: true,
      });
      const base = `/aws/service/ami-windows-latest/${stem}`;
      yield {
        image: held,
        parameters: {
          [`${base}/image_id`]: held.ImageId,
          [`${base}/release_version`]: `${version}-${releaseDate(release, '.')}`,
        },
      };
    }
  }
}

function* ubuntuImages(region: string, version: string, release: number): Generator<PublicImage> {
  for (const [ubuntu, pro] of [
    ['22.04', false],
    ['22.04', true],
    ['24.04', false],
    ['24.04', true],
  ] as const) {
    for (const [path, architecture] of [
      ['amd64', 'x86_64'],
      ['arm64', 'arm64'],
    ] as const) {
      const volume = ubuntu === '24.04' ? 'ebs-gp3' : 'ebs-gp2';
      const held = image(region, {
        release,
        name: `ubuntu-eks${pro ? '-pro' : ''}/k8s_${version}/images/hvm-ssd/ubuntu-${ubuntu}-${path}-server-${releaseDate(release)}`,
        owner: CANONICAL_ACCOUNT,
        architecture,
        description: `Canonical, Ubuntu EKS Node OS (k8s_${version}), ${ubuntu}`,
      });
      const base = `/aws/service/canonical/ubuntu/${pro ? 'eks-pro' : 'eks'}/${ubuntu}/${version}/stable/current/${path}/hvm/${volume}`;
      yield { image: held, parameters: { [`${base}/ami-id`]: held.ImageId } };
    }
  }
}

interface Catalogue {
  readonly images: ReadonlyMap<string, PublicImage['image']>;
  readonly parameters: ReadonlyMap<string, string>;
}

const catalogues = new Map<string, Catalogue>();

function catalogueOf(region: string, release: number): Catalogue {
  const key = `${region}/${release}`;
  const held = catalogues.get(key);
  if (held) return held;
  const images = new Map<string, PublicImage['image']>();
  const parameters = new Map<string, string>();
  for (const version of IMAGE_KUBERNETES_VERSIONS) {
    for (const kind of [linuxImages, bottlerocketImages, windowsImages, ubuntuImages]) {
      for (const published of kind(region, version, release)) {
        images.set(published.image.ImageId, published.image);
        for (const [name, value] of Object.entries(published.parameters)) parameters.set(name, value);
      }
    }
  }
  const made = { images, parameters };
  catalogues.set(key, made);
  return made;
}

/** The newest public AMIs of a region by id, and the SSM public parameters that name them. */
export const publicImages = (region: string, now: number): Catalogue => catalogueOf(region, releaseAt(now));

/** A public AMI by id, also one that is no longer the newest. */
export function publicImage(region: string, id: string, now: number): PublicImage['image'] | undefined {
  const newest = releaseAt(now);
  for (let age = 0; age <= WEEKS_KEPT; age++) {
    const found = catalogueOf(region, newest - age).images.get(id);
    if (found) return found;
  }
  return undefined;
}
