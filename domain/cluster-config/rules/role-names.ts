import { logicalId } from '../../desired/names.ts';
import { allNodeGroups } from '../config.ts';
import type { Finding } from '../problem.ts';
import { type Rule, when } from './rule.ts';

interface Named {
  readonly path: string;
  readonly name: string;
}

function shared(named: readonly Named[], what: string): Finding[] {
  const idOf = ({ name }: Named) => logicalId(`-${name}`);
  return named.flatMap(({ path, name }, index) => {
    const before = named
      .slice(0, index)
      .find((other) => other.name !== name && idOf(other) === idOf({ path, name }));
    return when(before !== undefined, {
      path,
      found: name,
      allowed: `a name that differs from ${before?.name} in letters or digits`,
      message: `its role would be the one of ${what} ${before?.name} (${before?.path})`,
      alternative: 'choose another name, or name a role of your own for one of the two',
    });
  });
}

/**
 * No two things share a role that we make. Names of roles and of stack resources lose some characters: `web-1` and
 * `web1` become one name, and so do the service accounts `a-b/c` and `a/b-c`.
 */
export const separateRoles: Rule = (config) => {
  const { serviceAccounts = [], podIdentityAssociations = [] } = config.iam ?? {};
  const groups = allNodeGroups(config).flatMap(({ name, iam }, index) => {
    const place = index - config.managedNodeGroups.length;
    const path = place < 0 ? `managedNodeGroups[${index}].name` : `nodeGroups[${place}].name`;
    return iam?.instanceRoleARN || iam?.instanceProfileARN ? [] : { path, name };
  });
  const accounts = serviceAccounts.flatMap(
    ({ metadata: { namespace = 'default', name }, attachRoleARN }, index) =>
      attachRoleARN
        ? []
        : { path: `iam.serviceAccounts[${index}].metadata.name`, name: `${namespace}/${name}` },
  );
  const associations = podIdentityAssociations.flatMap(
    ({ namespace = 'default', serviceAccountName: name, roleARN }, index) => {
      const path = `iam.podIdentityAssociations[${index}].serviceAccountName`;
      return roleARN ? [] : { path, name: `${namespace}/${name}` };
    },
  );
  return [
    ...shared(groups, 'node group'),
    ...shared(accounts, 'service account'),
    ...shared(associations, 'Pod Identity association'),
  ];
};
