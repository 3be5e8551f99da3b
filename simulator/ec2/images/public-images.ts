import { createHash } from 'node:crypto';
import type { Image } from '@aws-sdk/client-ec2';
import { releaseAt, releasedAt } from '../../ami-releases.ts';
import { type Published, publicAt, publishedAt } from './published.ts';

/** An AMI that AWS (or Canonical) owns, as a region has it. */
export type PublicImage = Image & { readonly ImageId: string; readonly Name: string };

const ids = new Map<string, string>();

/** The same image has another id in each region; ids are a hash, so that they need no state and no order. */
function imageId(region: string, name: string): string {
  const key = `${region}/${name}`;
  const held = ids.get(key);
  if (held !== undefined) return held;
  const made = `ami-0${createHash('sha256').update(key).digest('hex').slice(0, 16)}`;
  ids.set(key, made);
  return made;
}

const imageIn = (region: string, given: Published): PublicImage => ({
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
});

interface Catalogue {
  readonly images: ReadonlyMap<string, PublicImage>;
  readonly parameters: ReadonlyMap<string, string>;
}

const catalogues = new Map<string, Catalogue>();

/** The newest public AMIs of a region by id, and the SSM public parameters that name them. */
export function publicImages(region: string, now: number): Catalogue {
  const release = releaseAt(now);
  const key = `${region}/${release}`;
  const held = catalogues.get(key);
  if (held) return held;
  const all = publishedAt(release).map((given) => ({ given, image: imageIn(region, given) }));
  const images = new Map(all.map(({ image }) => [image.ImageId, image]));
  const parameters = new Map(
    all.flatMap(({ given, image }) => Object.entries(given.parameters(image.ImageId))),
  );
  const made = { images, parameters };
  catalogues.set(key, made);
  return made;
}

/** A public AMI by id, also one that is no longer the newest. */
export function publicImage(region: string, id: string, now: number): PublicImage | undefined {
  const newest = publicImages(region, now).images.get(id);
  if (newest) return newest;
  for (const given of publicAt(now)) if (imageId(region, given.name) === id) return imageIn(region, given);
  return undefined;
}

/** All public AMIs of a region with such a name, the newest first; ids are only made for those. */
export const publicImagesNamed = (
  region: string,
  now: number,
  isNamed: (name: string) => boolean,
): readonly PublicImage[] =>
  [...publicAt(now)].filter(({ name }) => isNamed(name)).map((given) => imageIn(region, given));
