import type { DescribeImagesRequest, Image } from '@aws-sdk/client-ec2';
import { describe, hasWildcard, matchesWildcard } from '../describe.ts';
import { notFound } from '../errors.ts';
import type { Ec2State } from '../state.ts';
import { publicImage, publicImagesNamed } from './public-images.ts';

/** An image by id: one that was planted, or one of AWS's public ones. */
export function imageOf(ec2: Ec2State, id: string): Image | undefined {
  return ec2.images.get(id) ?? publicImage(ec2.region.name, id, ec2.region.kernel.now());
}

/** Public images that ids and names of a request may mean: of the thousands that are listed, few are asked for. */
function publicOnes(ec2: Ec2State, { ImageIds = [], Filters = [] }: DescribeImagesRequest): readonly Image[] {
  const { name: region, kernel } = ec2.region;
  const byFilter = (name: string) => Filters.find(({ Name }) => Name === name)?.Values;
  const ids = ImageIds.length > 0 ? ImageIds : byFilter('image-id');
  if (ids && !ids.some(hasWildcard)) return ids.flatMap((id) => publicImage(region, id, kernel.now()) ?? []);
  const names = byFilter('name');
  return publicImagesNamed(
    region,
    kernel.now(),
    (name) => !names || names.some((pattern) => matchesWildcard(pattern, name)),
  );
}

/**
 * Images of the region that the account may use. AWS lists former releases of public images beside the newest, until they
 * are deprecated or made private (EC2 guide, "Deprecate an Amazon EC2 AMI"; awslabs/amazon-eks-ami#53).
 */
export function describeImages(ec2: Ec2State, input: DescribeImagesRequest) {
  const owners = input.Owners;
  const all = [...ec2.images.values(), ...publicOnes(ec2, input)].filter(
    (image) =>
      !owners ||
      owners.some(
        (owner) =>
          image.OwnerId === owner ||
          image.ImageOwnerAlias === owner ||
          (owner === 'self' && image.OwnerId === ec2.region.accountId),
      ),
  );
  const { found, NextToken } = describe<Image>(ec2, 'DescribeImages', input, {
    records: all,
    byId: {
      ids: input.ImageIds,
      parameter: 'imageIds',
      find: (id) => all.find((image) => image.ImageId === id),
      notFound: (id) => notFound('ami', id),
    },
    tags: (image) => image.Tags ?? [],
    filters: {
      architecture: (image) => [image.Architecture],
      description: (image) => [image.Description],
      'image-id': (image) => [image.ImageId],
      'image-type': (image) => [image.ImageType],
      'is-public': (image) => [String(image.Public)],
      name: (image) => [image.Name],
      'owner-alias': (image) => [image.ImageOwnerAlias],
      'owner-id': (image) => [image.OwnerId],
      platform: (image) => [image.Platform],
      'root-device-type': (image) => [image.RootDeviceType],
      state: (image) => [image.State],
      'virtualization-type': (image) => [image.VirtualizationType],
    },
    unmodelledFilters: [
      'block-device-mapping.snapshot-id',
      'creation-date',
      'hypervisor',
      'product-code',
      'root-device-name',
    ],
  });
  return { Images: found, NextToken };
}
