import { bottlerocketAt, patchOf, releaseAt, releaseDate } from '../../ami-releases.ts';
import { KUBERNETES_VERSIONS } from '../../eks/clusters/versions.ts';

/** An AMI that AWS or Canonical has published in every region, each time under another id. */
export interface Published {
  /** The number of the release that it came with, and of the one with which images of its minor came first. */
  readonly release: number;
  readonly since: number;
  readonly name: string;
  readonly owner: string;
  readonly architecture: 'x86_64' | 'arm64';
  readonly description: string;
  readonly windows?: boolean;
  /** The SSM public parameters that lead to it while it is the newest, with their values, by its id in the region. */
  readonly parameters: (id: string) => Readonly<Record<string, string>>;
}

type OfMinor = Omit<Published, 'since'>;

/** Kubernetes versions whose AMIs are published in late 2026 (the EKS version calendar, extended support included). */
const IMAGE_KUBERNETES_VERSIONS = ['1.30', '1.31', '1.32', '1.33', '1.34', '1.35', '1.36'] as const;

const EKS_AMI_ACCOUNT = '602401143452';
const BOTTLEROCKET_ACCOUNT = '092701018921';
const WINDOWS_ACCOUNT = '801119661308';
const CANONICAL_ACCOUNT = '099720109477';

/** Public AMIs are deprecated two years after their creation at the latest (EC2 guide, "Deprecate an Amazon EC2 AMI"). */
const WEEKS_LISTED = 104;
/** "Each new AMI will be available for 4 months", then it is made private (EKS guide, "Amazon EKS optimized Windows AMIs"). */
const WEEKS_OF_WINDOWS = 17;

/** AL2 was published for versions up to 1.32 only (EKS guide, "AL2 AMI deprecation"). */
function hasAmazonLinux2(version: string): boolean {
  return Number(version.split('.')[1]) <= 32;
}

function* linuxImages(version: string, release: number): Generator<OfMinor> {
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
    const given = {
      release,
      name: `${stem}-${version}-v${releaseDate(release)}`,
      owner: EKS_AMI_ACCOUNT,
      architecture,
      description: `EKS-optimized Kubernetes node based on ${path.startsWith('amazon-linux-2023') ? 'Amazon Linux 2023' : 'Amazon Linux 2'}, (k8s: ${patchOf(version)})`,
    };
    const base = `/aws/service/eks/optimized-ami/${version}/${path}/recommended`;
    yield {
      ...given,
      parameters: (id) => ({
        [`${base}/image_id`]: id,
        [`${base}/image_name`]: given.name,
        [`${base}/release_version`]: releaseVersion,
        [base]: JSON.stringify({
          schema_version: '2',
          image_id: id,
          image_name: given.name,
          release_version: releaseVersion,
        }),
      }),
    };
  }
}

function* bottlerocketImages(version: string, release: number): Generator<OfMinor> {
  const { version: bottlerocket, commit, since: came } = bottlerocketAt(release);
  for (const flavour of ['', '-nvidia', '-fips', '-nvidia-fips']) {
    for (const architecture of ['x86_64', 'arm64'] as const) {
      const given = {
        release: Math.min(release, Math.max(came, firstOf(version))),
        name: `bottlerocket-aws-k8s-${version}${flavour}-${architecture}-v${bottlerocket}-${commit}`,
        owner: BOTTLEROCKET_ACCOUNT,
        architecture,
        description: `bottlerocket-aws-k8s-${version}${flavour}-${architecture}-v${bottlerocket}`,
      };
      const base = `/aws/service/bottlerocket/aws-k8s-${version}${flavour}/${architecture}`;
      yield {
        ...given,
        parameters: (id) => ({
          [`${base}/latest/image_id`]: id,
          [`${base}/latest/image_version`]: `${bottlerocket}-${commit}`,
          [`${base}/${bottlerocket}/image_id`]: id,
          [`${base}/${bottlerocket}/image_version`]: `${bottlerocket}-${commit}`,
        }),
      };
    }
  }
}

function* windowsImages(version: string, release: number): Generator<OfMinor> {
  for (const year of ['2019', '2022', '2025']) {
    if (year === '2025' && Number(version.split('.')[1]) < 35) continue;
    for (const kind of ['Core', 'Full']) {
      const stem = `Windows_Server-${year}-English-${kind}-EKS_Optimized-${version}`;
      const given = {
        release,
        name: `${stem}-${releaseDate(release, '.')}`,
        owner: WINDOWS_ACCOUNT,
        architecture: 'x86_64' as const,
        description: `Microsoft Windows Server ${year} ${kind} EKS Optimized AMI`,
        windows: true,
      };
      const base = `/aws/service/ami-windows-latest/${stem}`;
      yield {
        ...given,
        parameters: (id) => ({
          [`${base}/image_id`]: id,
          [`${base}/release_version`]: `${version}-${releaseDate(release, '.')}`,
        }),
      };
    }
  }
}

function* ubuntuImages(version: string, release: number): Generator<OfMinor> {
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
      const given = {
        release,
        name: `ubuntu-eks${pro ? '-pro' : ''}/k8s_${version}/images/hvm-ssd/ubuntu-${ubuntu}-${path}-server-${releaseDate(release)}`,
        owner: CANONICAL_ACCOUNT,
        architecture,
        description: `Canonical, Ubuntu EKS Node OS (k8s_${version}), ${ubuntu}`,
      };
      const base = `/aws/service/canonical/ubuntu/${pro ? 'eks-pro' : 'eks'}/${ubuntu}/${version}/stable/current/${path}/hvm/${volume}`;
      yield { ...given, parameters: (id) => ({ [`${base}/ami-id`]: id }) };
    }
  }
}

/** The release with which AMIs of a minor came first: EKS offers it from then on. */
const firstOf = (kubernetesVersion: string): number =>
  releaseAt(
    Date.parse(KUBERNETES_VERSIONS.find(({ version }) => version === kubernetesVersion)?.released ?? ''),
  );

const KINDS = [linuxImages, bottlerocketImages, windowsImages, ubuntuImages] as const;
const byRelease = new Map<number, readonly Published[]>();

/** All AMIs that are the newest of their kind at a release, in whatever region. */
export function publishedAt(release: number): readonly Published[] {
  const held = byRelease.get(release);
  if (held) return held;
  const made = IMAGE_KUBERNETES_VERSIONS.flatMap((version) =>
    KINDS.flatMap((kind) => [...kind(version, release)].map((one) => ({ ...one, since: firstOf(version) }))),
  );
  byRelease.set(release, made);
  return made;
}

/** All AMIs that are public at a time, former ones too, the newest first, each once. */
export function* publicAt(now: number): Generator<Published> {
  const newest = publishedAt(releaseAt(now));
  const names = new Set(newest.map(({ name }) => name));
  yield* newest;
  for (let age = 1; age <= WEEKS_LISTED; age++) {
    const week = releaseAt(now) - age;
    for (const former of publishedAt(week)) {
      const isPublic = former.release === week && former.since <= week && !names.has(former.name);
      if (isPublic && (!former.windows || age <= WEEKS_OF_WINDOWS)) yield former;
    }
  }
}
