import type { Rule } from '../rule.ts';

/** The rules of what an upgrade meets inside of a cluster: kubelets, budgets, drift, Fargate. */
export const UPGRADE_RULES: readonly Rule[] = [
  {
    rule: 'A node tells the version of its kubelet, which its image brings',
    source: 'Kubernetes API reference, NodeSystemInfo; kubectl get nodes of EKS',
    test: 'the kubelet of each node, as its image brings it',
  },
  {
    rule: 'Budgets are listed of all namespaces, pods by the node that they run on',
    source: 'Kubernetes API reference, PodDisruptionBudget; Field Selectors',
    test: 'the budgets of all namespaces with their status, and the pods of one node',
  },
  {
    rule: 'A DaemonSet has a pod on each node that it fits, which no drain moves',
    source: 'Kubernetes, DaemonSet; Safely Drain a Node',
    test: 'the DaemonSets of software that EKS does not manage, ready on each node that they fit',
  },
  {
    rule: 'A refused eviction names the budget in its causes',
    source:
      'Kubernetes, API-initiated Eviction; kubernetes/kubernetes, pkg/registry/core/pod/storage/eviction.go',
    test: 'the budget that holds a pod, as the cause of a 429',
  },
  {
    rule: 'Nodes that an alias selects drift as soon as the control plane has moved, the new one first',
    source: 'Karpenter, Drift; Karpenter, spec.amiSelectorTerms; best practices for cluster upgrades',
    test: 'replaces nodes of an alias once the control plane has moved, the new one first',
  },
  {
    rule: 'Nodes of a pinned image do not drift with the control plane',
    source: 'Karpenter, spec.amiSelectorTerms',
    test: 'leaves nodes whose image is pinned',
  },
  {
    rule: 'A disruption budget of 0 holds drift',
    source: 'Karpenter, NodePool Disruption Budgets',
    test: 'is held by a budget of 0 until that is lifted',
  },
  {
    rule: 'Karpenter chooses no node whose pods may not be evicted',
    source: 'Karpenter, Disruption, Pod-Level Controls',
    test: 'spares nodes whose pods may not be evicted, and those that say so',
  },
  {
    rule: 'A percentage of a budget is of the nodes of the pool, rounded up',
    source: 'Karpenter, NodePool Disruption Budgets',
    test: 'takes no more nodes at a time than the budget has',
  },
  {
    rule: 'A drifted node stays where none can come in its place',
    source: 'Karpenter, Disruption, Control Flow: replacements come first',
    test: 'keeps the old node where no new one can come: the pool is full, or EC2 has no room',
  },
  {
    rule: 'A Fargate pod has a node of its own at the control plane’s version, until it goes',
    source: 'EKS guide, version FAQs; EKS guide, simplify compute management with AWS Fargate',
    test: 'gives each pod that a profile selects a node of the control plane’s version, which stays until the pod goes',
  },
];
