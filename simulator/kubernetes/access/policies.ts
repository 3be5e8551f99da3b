import type { PolicyRule } from 'kubernetes-types/rbac/v1.js';

const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'delete', 'deletecollection', 'patch', 'update'];

/** Rules of AmazonEKSViewPolicy, for the resources that are simulated: nodes are not among them. */
const VIEW: readonly PolicyRule[] = [
  { apiGroups: ['apps'], resources: ['deployments', 'deployments/scale'], verbs: READ },
  { apiGroups: ['policy'], resources: ['poddisruptionbudgets', 'poddisruptionbudgets/status'], verbs: READ },
  { apiGroups: [''], resources: ['pods', 'services', 'namespaces'], verbs: READ },
];

/** Deletes pods but evicts none: `pods/eviction` is not in the table of the guide. */
const EDIT: readonly PolicyRule[] = [
  ...VIEW,
  { apiGroups: ['apps'], resources: ['deployments', 'deployments/scale'], verbs: WRITE },
  { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: WRITE },
  { apiGroups: [''], resources: ['pods', 'services'], verbs: WRITE },
];

/**
 * Rules of EKS access policies (EKS guide, "Review access policy permissions"), for the resources that are simulated.
 * All other policies, which EKS's own components use, allow nothing of these.
 */
const POLICIES: Readonly<Record<string, readonly PolicyRule[]>> = {
  AmazonEKSClusterAdminPolicy: [
    { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
    { nonResourceURLs: ['*'], verbs: ['*'] },
  ],
  AmazonEKSAdminViewPolicy: [{ apiGroups: ['*'], resources: ['*'], verbs: READ }],
  AmazonEKSAdminPolicy: EDIT,
  AmazonEKSEditPolicy: EDIT,
  AmazonEKSViewPolicy: VIEW,
};

export function rulesOfAccessPolicy(policyArn: string): readonly PolicyRule[] {
  return POLICIES[policyArn.split('/').at(-1) ?? ''] ?? [];
}
