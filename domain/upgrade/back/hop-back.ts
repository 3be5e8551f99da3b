import { minorOf } from '../../kubernetes-versions.ts';
import type { UpgradeFacts } from '../facts.ts';
import { insideOf } from '../findings/judged.ts';
import type { AutoScalingGroupPin, Hop, NodeGroupPin } from '../hop.ts';
import { minorBefore } from '../hops.ts';
import { releaseOf } from '../image-releases.ts';
import { inOrder, isCustom, isWindowsGroup } from '../node-pins.ts';
import { foreignRoles } from '../nodes/own-groups.ts';
import { kubeletMinor } from '../nodes-seen.ts';
import { recordedOf } from './recorded.ts';

/** Managed groups that would be newer than the control plane, with what they go back to. */
function groupsBack(facts: UpgradeFacts, to: string): readonly NodeGroupPin[] {
  const recorded = recordedOf(facts);
  return inOrder(facts.nodeGroups).flatMap((group): readonly NodeGroupPin[] => {
    const { nodegroupName: name, version, amiType = '' } = group;
    if (!isNewer(facts, name, version, to)) return [];
    const of = { name, isWindows: isWindowsGroup(group) };
    const known = recorded?.nodeGroups[name];
    if (isCustom(group))
      return known?.launchTemplateVersion === undefined
        ? [
            {
              ...of,
              leftBehind:
                'its AMI is a custom one, and no former version of its launch template is on record',
            },
          ]
        : [{ ...of, launchTemplateVersion: known.launchTemplateVersion }];
    if (known?.release && minorOf(known.release.version) <= minorOf(to))
      return [{ ...of, release: known.release }];
    const releaseVersion = releaseOf(amiType, to, facts.parameters);
    return releaseVersion === undefined
      ? [{ ...of, leftBehind: `there is no release of ${amiType} for ${to}` }]
      : [{ ...of, release: { version: to, releaseVersion } }];
  });
}

/** By EKS's word, or by the kubelets: a group with a custom AMI shows the cluster's version, whatever it runs. */
function isNewer(facts: UpgradeFacts, name: string, version: string | undefined, to: string): boolean {
  const nodes = (insideOf(facts)?.nodes ?? []).filter(({ nodegroupName }) => nodegroupName === name);
  const minors = nodes.flatMap((node) => kubeletMinor(node) ?? []);
  const group = facts.nodeGroups.find(({ nodegroupName }) => nodegroupName === name);
  if (group && isCustom(group)) return minors.some((minor) => minor > minorOf(to));
  return [...minors, version === undefined ? 0 : minorOf(version)].some((minor) => minor > minorOf(to));
}

/**
 * Groups of self-managed nodes that are newer, or would start such nodes since the upgrade, with the image that they had
 * at the minor before.
 */
function ownGroupsBack(facts: UpgradeFacts, to: string): readonly AutoScalingGroupPin[] {
  const images = recordedOf(facts)?.images ?? {};
  const installed = recordedOf(facts, facts.cluster.version)?.images ?? {};
  const newer = new Set(
    (insideOf(facts)?.nodes ?? []).flatMap((node) =>
      node.instanceId !== undefined && (kubeletMinor(node) ?? 0) > minorOf(to) ? [node.instanceId] : [],
    ),
  );
  return facts.ownGroups.flatMap((group): readonly AutoScalingGroupPin[] => {
    const { name, isOfFleet, maxSize, template, instances } = group;
    const image = images[name];
    const isNew = instances.some((id) => newer.has(id));
    if (!isOfFleet || !template || image === undefined) return [];
    const startsNew = template.image.id !== image && template.image.id === installed[name];
    if (!isNew && !startsNew) return [];
    // A way back that stopped has changed the image already, and has nodes left to replace.
    if (image === template.image.id) return [{ name, newFrom: template.version, maxSize }];
    if (foreignRoles(group).length > 0) return [];
    const like = { id: template.id, version: String(template.version) };
    return [{ name, change: { image, like }, newFrom: template.latest + 1, maxSize }];
  });
}

/** The one hop of a way back. */
export function hopBack(facts: UpgradeFacts): Hop {
  const to = minorBefore(facts.cluster.version);
  const recorded = recordedOf(facts);
  const addons = facts.addons.flatMap(({ addonName: name, addonVersion }) => {
    const after = recorded?.addons[name];
    return after === undefined || after === addonVersion ? [] : [{ name, after }];
  });
  return {
    to,
    addons,
    nodeGroups: groupsBack(facts, to),
    autoScalingGroups: ownGroupsBack(facts, to),
    movesControlPlane: true,
    movesFargate: false,
  };
}
