import { type SeenCluster, userTags } from '../../adopt/observed.ts';
import { present } from '../../desired/template.ts';
import { accessPolicies } from '../access-entry/describe.ts';
import type { ObservedCapability } from './decide.ts';

/** Argo CD's settings, without the addresses that EKS adds. */
function argoCd(configuration: ObservedCapability['configuration']) {
  const seen = configuration?.argoCd as Readonly<Record<string, unknown>> | undefined;
  if (!seen) return undefined;
  const { idcInstanceArn, idcRegion } = (seen.awsIdc ?? {}) as Readonly<Record<string, unknown>>;
  return {
    argocd: present({
      namespace: seen.namespace,
      awsIdc: present({ idcInstanceArn, idcRegion }),
      networkAccess: seen.networkAccess,
      rbacRoleMappings: seen.rbacRoleMappings,
    }),
  };
}

/** A capability as a document says it. */
export function describeCapability(seen: ObservedCapability, { contents: { accessEntry } }: SeenCluster) {
  const entry = accessEntry.find(({ principalArn }) => principalArn === seen.roleArn);
  return present({
    name: seen.capabilityName,
    type: seen.type,
    roleArn: seen.roleArn,
    accessPolicies: entry && accessPolicies(entry),
    configuration: argoCd(seen.configuration),
    tags: userTags(seen.tags),
  });
}
