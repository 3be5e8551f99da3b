import type { ClusterConfig } from '../cluster-config/config.ts';
import { hasOwnImage, isUbuntu } from '../cluster-config/config.ts';
import { imageParameter } from '../contents/node-group/node-image.ts';
import type { Account } from '../desired/account.ts';
import { placedGroups } from './groups.ts';

/** An id or a name that a document gives of something that exists, and the parts of the cluster that need it. */
export interface NamedThing {
  readonly id: string;
  readonly path: string;
  readonly parts: readonly string[];
}

type Maybe = Omit<NamedThing, 'id'> & { readonly id: string | undefined };
const present = (things: readonly Maybe[]): readonly NamedThing[] =>
  things.flatMap(({ id, ...rest }) => (id === undefined ? [] : [{ id, ...rest }]));
const listed = (ids: readonly string[] | undefined, path: string, parts: readonly string[]): Maybe[] =>
  (ids ?? []).map((id, index) => ({ id, path: `${path}[${index}]`, parts }));
const controlPlane = ['controlPlane'];

export function namedSubnetIds(config: ClusterConfig): readonly NamedThing[] {
  const { vpc, fargateProfiles = [] } = config;
  const given = (['private', 'public'] as const).flatMap((kind) =>
    Object.entries(vpc?.subnets?.[kind] ?? {}).map(([key, { id }]) => ({
      id,
      path: `vpc.subnets.${kind}.${key}.id`,
      parts: controlPlane,
    })),
  );
  const isId = ({ id }: Maybe) => id?.startsWith('subnet-') === true;
  return present([
    ...given,
    ...listed(vpc?.controlPlaneSubnetIDs, 'vpc.controlPlaneSubnetIDs', controlPlane),
    ...placedGroups(config)
      .flatMap(({ group, path, parts }) => listed(group.subnets, `${path}.subnets`, parts))
      .filter(isId),
    ...fargateProfiles
      .flatMap(({ name, subnets }, index) =>
        listed(subnets, `fargateProfiles[${index}].subnets`, [`fargateProfile/${name}`]),
      )
      .filter(isId),
  ]);
}

export function namedSecurityGroups(config: ClusterConfig): readonly NamedThing[] {
  const { vpc } = config;
  return present([
    { id: vpc?.securityGroup, path: 'vpc.securityGroup', parts: controlPlane },
    { id: vpc?.sharedNodeSecurityGroup, path: 'vpc.sharedNodeSecurityGroup', parts: controlPlane },
    ...listed(vpc?.controlPlaneSecurityGroupIDs, 'vpc.controlPlaneSecurityGroupIDs', controlPlane),
    ...placedGroups(config).flatMap(({ group: { securityGroups, ssh }, path, parts }) => [
      ...listed(securityGroups?.attachIDs, `${path}.securityGroups.attachIDs`, parts),
      ...listed(ssh?.sourceSecurityGroupIds, `${path}.ssh.sourceSecurityGroupIds`, parts),
    ]),
  ]);
}

export const namedKeyPairs = (config: ClusterConfig): readonly NamedThing[] =>
  present(
    placedGroups(config).map(({ group, path, parts }) => ({
      id: group.ssh?.publicKeyName,
      path: `${path}.ssh.publicKeyName`,
      parts,
    })),
  );

export const namedPlacementGroups = (config: ClusterConfig): readonly NamedThing[] =>
  present(
    placedGroups(config).map(({ group, path, parts }) => ({
      id: group.placement?.groupName,
      path: `${path}.placement.groupName`,
      parts,
    })),
  );

export const namedImages = (config: ClusterConfig): readonly NamedThing[] =>
  present(
    placedGroups(config).map(({ group, path, parts }) => ({
      id: hasOwnImage(group) ? group.ami : undefined,
      path: `${path}.ami`,
      parts,
    })),
  );

/** The public parameters that CloudFormation is to read the images of groups from. */
export const namedImageParameters = (
  config: ClusterConfig,
  version: string,
  kinds: Account['instanceTypes'],
): readonly NamedThing[] =>
  placedGroups(config)
    .filter(({ group, managed }) => !hasOwnImage(group) && (!managed || isUbuntu(group)))
    .filter(({ group }) => !('launchTemplate' in group && group.launchTemplate))
    .map(({ group, path, parts }) => ({
      id: imageParameter(group, version, kinds),
      path: `${path}.amiFamily`,
      parts,
    }));

/** `id` alone where the default version is meant, else `id:version`. */
export const namedLaunchTemplates = (config: ClusterConfig): readonly NamedThing[] =>
  present(
    placedGroups(config).map(({ group, path, parts }) => {
      const template = 'launchTemplate' in group ? group.launchTemplate : undefined;
      const id = template && (template.version ? `${template.id}:${template.version}` : template.id);
      return { id, path: `${path}.launchTemplate`, parts };
    }),
  );

export function namedInstanceProfiles(config: ClusterConfig): readonly NamedThing[] {
  return config.nodeGroups.flatMap(({ name, iam }, index) => {
    const path = `nodeGroups[${index}].iam.instanceProfileARN`;
    const id = iam?.instanceProfileARN;
    return id === undefined ? [] : [{ id, path, parts: [`stack/nodegroup-${name}`] }];
  });
}

export function namedKeys(config: ClusterConfig): readonly NamedThing[] {
  const volumes = placedGroups(config).flatMap(({ group, path, parts }) => [
    { id: group.volumeKmsKeyID, path: `${path}.volumeKmsKeyID`, parts },
    ...(group.additionalVolumes ?? []).map(({ volumeKmsKeyID }, index) => ({
      id: volumeKmsKeyID,
      path: `${path}.additionalVolumes[${index}].volumeKmsKeyID`,
      parts,
    })),
  ]);
  const secrets = config.secretsEncryption?.keyARN;
  return present([{ id: secrets, path: 'secretsEncryption.keyARN', parts: controlPlane }, ...volumes]);
}

export function namedZones(config: ClusterConfig): readonly NamedThing[] {
  return present([
    ...listed(config.availabilityZones, 'availabilityZones', controlPlane),
    ...listed(config.localZones, 'localZones', controlPlane),
    ...placedGroups(config).flatMap(({ group, path, parts }) =>
      listed(group.availabilityZones, `${path}.availabilityZones`, parts),
    ),
  ]);
}

export function namedAccessPolicies({ accessConfig, capabilities }: ClusterConfig): readonly NamedThing[] {
  const entries = (accessConfig?.accessEntries ?? []).map(({ principalARN, accessPolicies }, index) => ({
    policies: accessPolicies,
    path: `accessConfig.accessEntries[${index}]`,
    parts: [`accessEntry/${principalARN}`],
  }));
  const able = (capabilities ?? []).map(({ name, accessPolicies }, index) => ({
    policies: accessPolicies,
    path: `capabilities[${index}]`,
    parts: [`capability/${name}`],
  }));
  return [...entries, ...able].flatMap(({ policies = [], path, parts }) =>
    policies.map(({ policyARN }, at) => ({
      id: policyARN,
      path: `${path}.accessPolicies[${at}].policyARN`,
      parts,
    })),
  );
}
