import { allNodeGroups } from '../config.ts';
import type { Finding } from '../problem.ts';
import { type Rule, when } from './rule.ts';

interface Named {
  readonly path: string;
  readonly name: string;
}

/** A finding for each name that came before. */
function duplicates(named: readonly Named[], what: string): Finding[] {
  return named.flatMap(({ path, name }, index) => {
    const before = named.slice(0, index).find((other) => other.name === name);
    const message = `${what} ${name} is named twice (also at ${before?.path})`;
    return when(before !== undefined, { path, found: name, allowed: 'a name of its own', message });
  });
}

function listed<Item>(
  items: readonly Item[] | undefined,
  path: string,
  member: string,
  name: (item: Item) => string,
) {
  return (items ?? []).map((item, index) => ({ path: `${path}[${index}]${member}`, name: name(item) }));
}

/** No name is used twice. EKS decides by which member each kind of thing is named. */
export const uniqueNames: Rule = (config) => {
  const groups = [
    ...listed(config.managedNodeGroups, 'managedNodeGroups', '.name', ({ name }) => name),
    ...listed(config.nodeGroups, 'nodeGroups', '.name', ({ name }) => name),
  ];
  const { serviceAccounts, podIdentityAssociations } = config.iam ?? {};
  const principals = [
    ...listed(
      config.accessConfig?.accessEntries,
      'accessConfig.accessEntries',
      '.principalARN',
      (entry) => entry.principalARN,
    ),
    ...listed(config.iamIdentityMappings, 'iamIdentityMappings', '.arn', (mapping) => mapping.arn ?? ''),
  ].filter(({ name }) => name !== '');
  return [
    ...duplicates(groups, 'node group'),
    ...duplicates(
      listed(config.fargateProfiles, 'fargateProfiles', '.name', ({ name }) => name),
      'Fargate profile',
    ),
    ...duplicates(
      listed(config.addons, 'addons', '.name', ({ name }) => name.toLowerCase()),
      'add-on',
    ),
    ...duplicates(
      listed(config.capabilities, 'capabilities', '.name', ({ name }) => name),
      'capability',
    ),
    ...duplicates(principals, 'principal'),
    ...duplicates(
      listed(
        serviceAccounts,
        'iam.serviceAccounts',
        '.metadata.name',
        ({ metadata }) => `${metadata.namespace ?? 'default'}/${metadata.name}`,
      ),
      'service account',
    ),
    ...duplicates(
      listed(
        podIdentityAssociations,
        'iam.podIdentityAssociations',
        '.serviceAccountName',
        (association) => `${association.namespace ?? 'default'}/${association.serviceAccountName}`,
      ),
      'Pod Identity association of',
    ),
  ];
};

const nodeGroupName = /^[0-9A-Za-z][A-Za-z0-9_-]{0,62}$/;

/** Names that EKS would refuse when the cluster is already half there. */
export const acceptableNames: Rule = (config) => {
  const groups = allNodeGroups(config).flatMap(({ name }, index) => {
    const managed = index < config.managedNodeGroups.length;
    const place = managed ? index : index - config.managedNodeGroups.length;
    return when(!nodeGroupName.test(name), {
      path: `${managed ? 'managedNodeGroups' : 'nodeGroups'}[${place}].name`,
      found: name,
      allowed: 'up to 63 letters, digits, hyphens and underscores, beginning with a letter or digit',
      message: 'not a name that EKS accepts for a node group',
    });
  });
  const profiles = (config.fargateProfiles ?? []).flatMap(({ name }, index) =>
    when(name.startsWith('eks-'), {
      path: `fargateProfiles[${index}].name`,
      found: name,
      allowed: 'a name that does not begin with eks-',
      message: 'AWS keeps profile names that begin with eks- to itself',
    }),
  );
  const reserved = Object.keys(config.metadata.tags ?? {}).filter((key) => /^aws:/i.test(key));
  const tags = reserved.map((key) => ({
    path: `metadata.tags["${key}"]`,
    found: key,
    allowed: 'a key that does not begin with aws:',
    message: 'AWS keeps tags that begin with aws: to itself',
  }));
  return [...groups, ...profiles, ...tags];
};
