import { createHash } from 'node:crypto';
import type { Image } from '@aws-sdk/client-ec2';

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
const RELEASE_DATE = '20261110';

/** The same image has another id in each region; ids are a hash, so that they need no state and no order. */
function imageId(region: string, name: string): string {
  return `ami-0${createHash('sha256').update(`${region}/${name}`).digest('hex').slice(0, 16)}`;
}

function image(
  region: string,
  given: {
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
    CreationDate: '2026-11-10T00:00:00.000Z',
    ...(given.windows && { Platform: 'Windows' as const }),
    PlatformDetails: given.windows ? 'Windows' : 'Linux/UNIX',
  };
}

/** AL2 was published for versions up to 1.32 only (EKS guide, "AL2 AMI deprecation"). */
function hasAmazonLinux2(version: string): boolean {
  return Number(version.split('.')[1]) <= 32;
}

function* linuxImages(region: string, version: string): Generator<PublicImage> {
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
    const release = `${version}.0-${RELEASE_DATE}`;
    const held = image(region, {
      name: `${stem}-${version}-v${RELEASE_DATE}`,
      owner: EKS_AMI_ACCOUNT,
      architecture,
      description: `EKS-optimized Kubernetes node based on ${path.startsWith('amazon-linux-2023') ? 'Amazon Linux 2023' : 'Amazon Linux 2'}, (k8s: ${version}.0)`,
    });
    const base = `/aws/service/eks/optimized-ami/${version}/${path}/recommended`;
    yield {
      image: held,
      parameters: {
        [`${base}/image_id`]: held.ImageId,
        [`${base}/image_name`]: held.Name,
        [`${base}/release_version`]: release,
        [base]: JSON.stringify({
          schema_version: '2',
          image_id: held.ImageId,
          image_name: held.Name,
          release_version: release,
        }),
      },
    };
  }
}

function* bottlerocketImages(region: string, version: string): Generator<PublicImage> {
  const release = '1.51.0';
  for (const flavour of ['', '-nvidia', '-fips', '-nvidia-fips']) {
    for (const architecture of ['x86_64', 'arm64'] as const) {
      const held = image(region, {
        name: `bottlerocket-aws-k8s-${version}${flavour}-${architecture}-v${release}-5d2f1a3c`,
        owner: BOTTLEROCKET_ACCOUNT,
        architecture,
        description: `bottlerocket-aws-k8s-${version}${flavour}-${architecture}-v${release}`,
      });
      const base = `/aws/service/bottlerocket/aws-k8s-${version}${flavour}/${architecture}`;
      yield {
        image: held,
        parameters: {
          [`${base}/latest/image_id`]: held.ImageId,
          [`${base}/latest/image_version`]: `${release}-5d2f1a3c`,
          [`${base}/${release}/image_id`]: held.ImageId,
          [`${base}/${release}/image_version`]: `${release}-5d2f1a3c`,
        },
      };
    }
  }
}

function* windowsImages(region: string, version: string): Generator<PublicImage> {
  for (const year of ['2019', '2022', '2025']) {
    if (year === '2025' && Number(version.split('.')[1]) < 35) continue;
    for (const kind of ['Core', 'Full']) {
      const stem = `Windows_Server-${year}-English-${kind}-EKS_Optimized-${version}`;
      const held = image(region, {
        name: `${stem}-2026.11.10`,
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
          [`${base}/release_version`]: `${version}-2026.11.10`,
        },
      };
    }
  }
}

function* ubuntuImages(region: string, version: string): Generator<PublicImage> {
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
        name: `ubuntu-eks${pro ? '-pro' : ''}/k8s_${version}/images/hvm-ssd/ubuntu-${ubuntu}-${path}-server-${RELEASE_DATE}`,
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

/** The public AMIs of a region by id, and the SSM public parameters that name them. */
export function publicImages(region: string): Catalogue {
  let held = catalogues.get(region);
  if (!held) {
    const images = new Map<string, PublicImage['image']>();
    const parameters = new Map<string, string>();
    for (const version of IMAGE_KUBERNETES_VERSIONS) {
      for (const kind of [linuxImages, bottlerocketImages, windowsImages, ubuntuImages]) {
        for (const published of kind(region, version)) {
          images.set(published.image.ImageId, published.image);
          for (const [name, value] of Object.entries(published.parameters)) parameters.set(name, value);
        }
      }
    }
    held = { images, parameters };
    catalogues.set(region, held);
  }
  return held;
}
