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

/** AMI types by the names of their images, with the parts of a name in the order in which types have them. */
const TYPES: readonly (readonly [form: RegExp, type: string])[] = [
  [/^amazon-eks-node-1\..*/, 'AL2_x86_64'],
  [/^amazon-eks-gpu-node-1\..*/, 'AL2_x86_64_GPU'],
  [/^amazon-eks-arm64-node-1\..*/, 'AL2_ARM_64'],
  [/^amazon-eks-node-al2023-([^-]+)-([a-z]+)-1\..*/, 'AL2023_$1_$2'],
  [/^bottlerocket-aws-k8s-1\.\d+(-nvidia)?(-fips)?-([^-]+)-v.*/, 'BOTTLEROCKET_$3$1$2'],
  [/^Windows_Server-(\d{4})-English-([A-Z][a-z]+)-EKS_Optimized-1\..*/, 'WINDOWS_$2_$1_x86_64'],
];

/** The type by which EKS would have groups of this image: undefined of others' images. */
const amiTypeOf = (name: string): string | undefined =>
  TYPES.filter(([form]) => form.test(name)).map(([form, type]) =>
    name
      .replace(form, type)
      .toUpperCase()
      .replaceAll('-', '_')
      .replace('X86_64', 'x86_64')
      .replace(/ARM64|AARCH64/, 'ARM_64'),
  )[0];

/** The release as names end with it: of Amazon Linux and Windows the date alone, since the minor is in the name. */
const endOf = (amiType: string, release: string): string =>
  amiType.startsWith('BOTTLEROCKET_') ? release : release.replace(/.*-/, '');

/** The image of a fleet's release that is else like a group's. */
export interface PinnedImage {
  readonly name: string;
  readonly amiType: string;
  readonly release: string;
}

/** The image that a fleet has resolved for groups of such an image; undefined where it has resolved none. */
export function pinnedImage({ name = '' }: OwnImage, { to, releases }: GivenPins): PinnedImage | undefined {
  const amiType = amiTypeOf(name);
  const release = amiType && releases[amiType];
  if (!amiType || !release) return undefined;
  return { name: name.replace(MINOR, to).replace(RELEASE, endOf(amiType, release)), amiType, release };
}

/** True of an image of a later release than the one that is pinned: nobody's nodes are made older. */
export function isLaterThan({ name = '' }: OwnImage, { amiType, release }: PinnedImage, to: string): boolean {
  const version = MINOR.exec(name)?.[0];
  const end = RELEASE.exec(name)?.[0];
  const releaseVersion = amiType.startsWith('BOTTLEROCKET_') ? end : `${version}-${end}`;
  return (compareReleases({ version, releaseVersion }, { version: to, releaseVersion: release }) ?? 0) > 0;
}
