import { parseClusterConfig, type Today } from '../cluster-config/parse.ts';
import type { Problem } from '../cluster-config/problem.ts';
import { accessConfig } from '../contents/access-entry/describe.ts';
import { describeAddon } from '../contents/addon/describe.ts';
import { describeCapability } from '../contents/capability/describe.ts';
import { describeFargateProfile } from '../contents/fargate-profile/describe.ts';
import { describeIdentityProvider } from '../contents/identity-provider/describe.ts';
import { managedNodeGroups } from '../contents/node-group/describe.ts';
import { describeAssociation } from '../contents/pod-identity-association/describe.ts';
import { TaskError } from '../errors.ts';
import type { NotDescribed } from '../registry/registered-cluster.ts';
import { controlPlane, metadata, vpc } from './control-plane.ts';
import type { Description, Note, SeenCluster } from './observed.ts';
import { withoutPath } from './without-path.ts';

/** Parts of a cluster that EKS's API never shows. */
const NEVER_SHOWN: readonly NotDescribed[] = [
  { path: 'nodeGroups', reason: 'EKS lists no self-managed nodes; they are left as they are' },
  {
    path: 'iam.serviceAccounts',
    reason: 'roles of service accounts are IAM’s and Kubernetes’, and EKS lists none of them',
  },
  {
    path: 'iamIdentityMappings',
    reason: 'the aws-auth ConfigMap is inside the cluster, where eks-fleet does not look',
  },
];

/** Rounds of leaving out members that a document may not say: each takes away at least one. */
const MOST_ROUNDS = 50;

function written(seen: SeenCluster, note: Note): Record<string, unknown> {
  const { addon, fargateProfile, podIdentityAssociation, identityProviderConfig, capability } = seen.contents;
  const associations = podIdentityAssociation.map(describeAssociation);
  const list = (name: string, items: readonly unknown[]) => (items.length > 0 ? { [name]: items } : {});
  return {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: metadata(seen),
    ...controlPlane(seen.cluster, seen.contents.accessEntry),
    vpc: vpc(seen, note),
    accessConfig: accessConfig(seen, note),
    iam: { serviceRoleARN: seen.cluster.roleArn, ...list('podIdentityAssociations', associations) },
    addonsConfig: { disableDefaultAddons: true },
    ...list('addons', addon.map(describeAddon)),
    ...list('managedNodeGroups', managedNodeGroups(seen, note)),
    ...list('fargateProfiles', fargateProfile.map(describeFargateProfile)),
    ...list('identityProviders', identityProviderConfig.map(describeIdentityProvider)),
    ...list(
      'capabilities',
      capability.map((one) => describeCapability(one, seen)),
    ),
  };
}

const reasonOf = ({ message, found }: Problem) => `${message} (found ${found})`;

/**
 * A cluster as a ClusterConfig document: everything that is there is written out, and nothing is left to a default. A
 * part that the document's rules do not allow is left out and named in `notDescribed`, so that the document is always
 * valid. It names no release of a node image: naming one would roll nodes back to it after their next update.
 */
export function describeAsConfig(seen: SeenCluster, on: Today): Description {
  const noted: NotDescribed[] = [...NEVER_SHOWN];
  const note: Note = (path, reason) => noted.push({ path, reason });
  // JSON has no undefined members, and neither has a document.
  let document = JSON.parse(JSON.stringify(written(seen, note))) as Record<string, unknown>;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { problems } = parseClusterConfig(document, seen.cluster.name, on);
    if (!problems) return { document, notDescribed: noted };
    const problem = problems[0] as Problem;
    const { left, removed } = withoutPath(document, problem.path);
    note(removed, reasonOf(problem));
    document = left;
  }
  throw new TaskError('Unexpected', `${seen.cluster.name} could not be described in a valid document`);
}
