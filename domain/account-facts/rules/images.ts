import { isWindows } from '../../cluster-config/config.ts';
import { knownOf } from '../answer.ts';
import { placedGroups } from '../groups.ts';
import { kindsOf } from '../instance-type-facts.ts';
import { namedImageParameters, namedImages } from '../named.ts';
import type { FactFinding, FactRule } from './rule.ts';

/** Images of the user's own: that they are there, and start the nodes that the group asks for. */
const images: FactRule = ({ config, facts }) => {
  const known = knownOf(facts.images);
  if (!known) return [];
  const { region } = config.metadata;
  return namedImages(config).flatMap(({ id, path, parts }): FactFinding[] => {
    const finding = (allowed: string, message: string) => [{ path, found: id, allowed, message, parts }];
    const image = known[id];
    if (!image)
      return finding(
        `an image that is in ${region} and shared with this account`,
        'there is no such image in this region, or it is not shared with this account',
      );
    if (image.state !== 'available')
      return finding('an image that is available', `the image is ${image.state}`);
    const placed = placedGroups(config).find((one) => `${one.path}.ami` === path);
    if (!placed) return [];
    const types = knownOf(facts.instanceTypes) ?? {};
    const unfit = placed.instanceTypes.filter(
      (type) => types[type] && !types[type].architectures.includes(image.architecture),
    );
    if (unfit.length > 0)
      return finding(
        `an image for ${[...new Set(unfit.flatMap((type) => types[type]?.architectures ?? []))].join(', ')}`,
        `the image is for ${image.architecture}, which ${unfit.join(', ')} cannot run`,
      );
    if (image.isWindows !== isWindows(placed.group))
      return finding(
        `an image of the group's family, ${placed.group.amiFamily}`,
        `the image is ${image.isWindows ? 'a' : 'no'} Windows image`,
      );
    return [];
  });
};

/** AWS and Canonical publish images for some Kubernetes versions and architectures, and name them in parameters. */
const published: FactRule = ({ config, facts }) => {
  const known = knownOf(facts.imageParameters);
  const version = facts.kubernetesVersion;
  if (!known || version === undefined) return [];
  const groups = placedGroups(config);
  return namedImageParameters(config, version, kindsOf(facts.instanceTypes))
    .filter(({ id }) => !known.includes(id))
    .map(({ id, path, parts }) => {
      const placed = groups.find((one) => `${one.path}.amiFamily` === path);
      return {
        path,
        found: placed?.group.amiFamily,
        allowed: `a family with images for Kubernetes ${version} and the group's instance types`,
        message: `there is no published image: SSM has no parameter ${id}`,
        parts,
      };
    });
};

export const imageRules: readonly FactRule[] = [images, published];
