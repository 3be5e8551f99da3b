import type { OwnImage } from '../../ports/own-groups.ts';
import type { GivenPins } from '../given-pins.ts';
import { compareReleases } from './release.ts';

/** Names of the AMIs for nodes that AWS and Canonical publish; whoever makes others has rules of his own. */
const PUBLISHED = /^(amazon-eks-|bottlerocket-aws-k8s-|Windows_Server-\d{4}-|ubuntu-eks)/;
/** The minor in the name of an AMI for nodes: `…-1.35-v20261105`, `ubuntu-eks/k8s_1.35/…`. */
const MINOR = /(?<=^|[-_/])1\.\d{2}(?=[-_/.]|$)/;
/** The release at the name's end: `-v20261105`, `-2026.11.05`, `-v1.50.0-6d9ef7b8`, `-20261105`. */
const RELEASE = /(?<=-v?)\d[\d.]*(-[0-9a-f]{8})?$/;

/**
 * The name of the images for a minor that are else like this one, with a `*` for the release; undefined of a custom
 * image.
 */
export function successorName({ name = '' }: OwnImage, to: string): string | undefined {
  const ofAll = name.replace(RELEASE, '*');
  const isKnown = PUBLISHED.test(name) && ofAll !== name && MINOR.test(ofAll);
  return isKnown ? ofAll.replace(MINOR, to) : undefined;
}

const machine = (found: string | undefined): string => (found === 'x86_64' ? 'x86_64' : 'ARM_64');
const FLAVOURS: Readonly<Record<string, string>> = { '-nvidia': '_NVIDIA', '-fips': '_FIPS' };

/** AMI types by the names of their images. */
const TYPES: readonly (readonly [
  form: RegExp,
  type: (...parts: readonly (string | undefined)[]) => string,
])[] = [
  [/^amazon-eks-node-1\./, () => 'AL2_x86_64'],
  [/^amazon-eks-gpu-node-1\./, () => 'AL2_x86_64_GPU'],
  [/^amazon-eks-arm64-node-1\./, () => 'AL2_ARM_64'],
  [
    /^amazon-eks-node-al2023-(x86_64|arm64)-([a-z]+)-1\./,
    (on, kind = '') => `AL2023_${machine(on)}_${kind.toUpperCase()}`,
  ],
  [
    /^bottlerocket-aws-k8s-1\.\d+(-nvidia)?(-fips)?-(x86_64|arm64|aarch64)-/,
    (nvidia = '', fips = '', on) =>
      `BOTTLEROCKET_${machine(on)}${FLAVOURS[nvidia] ?? ''}${FLAVOURS[fips] ?? ''}`,
  ],
  [
    /^Windows_Server-(\d{4})-English-(Core|Full)-EKS_Optimized-1\./,
    (year, kind = '') => `WINDOWS_${kind.toUpperCase()}_${year}_x86_64`,
  ],
];

/** The type by which EKS would have groups of this image: undefined of others' images. */
function amiTypeOf(name: string): string | undefined {
  for (const [form, type] of TYPES) {
    const found = form.exec(name);
    if (found) return type(...found.slice(1));
  }
  return undefined;
}

/** The release as names end with it: of Amazon Linux and Windows the date alone, since the minor is in the name. */
const endOf = (amiType: string, release: string): string =>
  amiType.startsWith('BOTTLEROCKET_') ? release : release.replace(/^1\.\d+(\.\d+)?-/, '');

/** The image of a fleet's release that is else like a group's. */
export interface PinnedImage {
  readonly name: string;
  readonly amiType: string;
  readonly release: string;
}

/** The image that a fleet has resolved for groups of such an image; undefined where it has resolved none. */
export function pinnedImage(image: OwnImage, { to, releases }: GivenPins): PinnedImage | undefined {
  const amiType = amiTypeOf(image.name ?? '');
  const release = amiType === undefined ? undefined : releases[amiType];
  const likeIt = successorName(image, to);
  if (amiType === undefined || release === undefined || likeIt === undefined) return undefined;
  return { name: likeIt.replace('*', endOf(amiType, release)), amiType, release };
}

/** True of an image of a later release than the one that is pinned: nobody's nodes are made older. */
export function isLaterThan({ name = '' }: OwnImage, { amiType, release }: PinnedImage, to: string): boolean {
  const version = MINOR.exec(name)?.[0] ?? '';
  const end = RELEASE.exec(name)?.[0] ?? '';
  const releaseVersion = amiType.startsWith('BOTTLEROCKET_') ? end : `${version}-${end}`;
  return (compareReleases({ version, releaseVersion }, { version: to, releaseVersion: release }) ?? 0) > 0;
}
