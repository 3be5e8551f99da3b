import type { AccessRule } from '../ports/kubernetes.ts';

const READ = ['get', 'list'];

/**
 * The fleet's rights inside a cluster: exactly those that `KubernetesPort` needs there. Making this role is left out:
 * it takes a cluster administrator. The fleet's roles have access entries in the group that is bound to the
 * ClusterRole.
 */
export const FLEET_ROLE = {
  name: 'eks-fleet',
  group: 'eks-fleet-operators',
  rules: [
    { apiGroups: [''], resources: ['nodes', 'pods'], verbs: ['list'] },
    { apiGroups: [''], resources: ['nodes'], verbs: ['patch'] },
    { apiGroups: [''], resources: ['pods/eviction'], verbs: ['create'] },
    { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: ['list'] },
    { apiGroups: ['apps'], resources: ['deployments'], verbs: READ },
    { apiGroups: ['apps'], resources: ['daemonsets', 'statefulsets'], verbs: ['list'] },
    { apiGroups: ['batch'], resources: ['cronjobs'], verbs: ['list'] },
    { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: ['list'] },
    { apiGroups: ['apps'], resources: ['deployments/scale'], verbs: ['patch'] },
    { apiGroups: ['karpenter.sh'], resources: ['nodepools'], verbs: [...READ, 'patch'] },
    { apiGroups: ['karpenter.sh'], resources: ['nodeclaims'], verbs: ['list', 'delete'] },
    { apiGroups: ['karpenter.k8s.aws'], resources: ['ec2nodeclasses'], verbs: ['list'] },
    {
      apiGroups: ['admissionregistration.k8s.io'],
      resources: ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
      verbs: ['list'],
    },
  ],
} as const satisfies {
  readonly name: string;
  readonly group: string;
  readonly rules: readonly AccessRule[];
};
