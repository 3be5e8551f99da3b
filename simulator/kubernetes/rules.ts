import type { Rule } from '../rule.ts';
import { UPGRADE_RULES } from './upgrade-rules.ts';

const GUIDE = 'EKS guide';
const DOCS = 'Kubernetes documentation';
const KARPENTER = 'Karpenter documentation';

/** Rules of Kubernetes' API and its controllers, kept true by `tests/simulator/rules.test.ts`. */
export const KUBERNETES_RULES: readonly Rule[] = [
  {
    rule: 'A caller without an access entry is refused with 401',
    source: `${GUIDE}, "Grant IAM users and roles access to Kubernetes APIs"; ${DOCS}, "Authenticating"`,
    test: 'is nobody while no access entry names them',
  },
  {
    rule: 'An access entry gives a name and groups, and no permission',
    source: `${GUIDE}, "Create access entries"; API server, ForbiddenMessage`,
    test: 'is known by their entry, and may do nothing by that alone',
  },
  {
    rule: 'Access entries are eventually consistent',
    source: 'gravitational/teleport, lib/srv/discovery/fetchers/eks.go: tried every 5 s until granted',
    test: 'is let in, and out again, a moment after EKS has said so',
  },
  {
    rule: 'Without access entries, the creator alone is an administrator',
    source: `${GUIDE}, "Grant IAM users access to Kubernetes with a ConfigMap"`,
    test: 'who made the cluster is its administrator, in either mode',
  },
  {
    rule: 'A token is a presigned request to STS, bound to the cluster by x-k8s-aws-id',
    source: 'kubernetes-sigs/aws-iam-authenticator, pkg/token, Verify',
    test: 'is refused with %s',
  },
  {
    rule: 'A token holds for 15 minutes',
    source: 'kubernetes-sigs/aws-iam-authenticator, pkg/token, presignedURLExpiration',
    test: 'has a token for 15 minutes',
  },
  {
    rule: 'Access policies allow what the guide lists: View and Edit see no nodes, only ClusterAdmin evicts',
    source: `${GUIDE}, "Review access policy permissions"`,
    test: '%s allows what the guide lists',
  },
  {
    rule: 'An access policy of namespaces counts in no other',
    source: `${GUIDE}, "Associate access policies with access entries"`,
    test: 'counts in its namespaces alone',
  },
  {
    rule: 'A binding gives a group what its ClusterRole says',
    source: `${DOCS}, "Using RBAC Authorization"`,
    test: 'gives a group what it says, once it is bound',
  },
  {
    rule: 'A write that changes nothing makes no new version',
    source: `${DOCS}, "API concepts", resource versions`,
    test: 'is made once, corrected where it differs, and left alone where it does not',
  },
  {
    rule: 'Nobody grants more than they hold',
    source: `${DOCS}, "Using RBAC Authorization", privilege escalation prevention`,
    test: 'cannot be made by somebody who does not have what it gives',
  },
  {
    rule: 'A private endpoint resolves everywhere and is reached from its VPC',
    source: `${GUIDE}, "Cluster API server endpoint"`,
    test: 'that is private is resolved and not reached from outside of its VPC',
  },
  {
    rule: "A private endpoint is guarded by the cluster's security groups",
    source: `${GUIDE}, "Cluster API server endpoint" and "View Amazon EKS security group requirements for clusters"`,
    test: 'that is private is reached by a function of its VPC, where its security groups let it in',
  },
  {
    rule: 'A private endpoint is resolved to its addresses in its VPC alone, with both DNS attributes',
    source: `${GUIDE}, "Cluster API server endpoint": enableDnsHostnames, enableDnsSupport, AmazonProvidedDNS among the DHCP options' servers`,
    test: 'is not reached by a function of %s',
  },
  {
    rule: "Amazon's resolver answers in every VPC, whatever its DHCP options say and its security groups let out",
    source: 'VPC user guide, "Amazon DNS server" and "DHCP option set concepts"',
    test: "is reached where the VPC's own resolver is asked, whatever the DHCP options name",
  },
  {
    rule: 'publicAccessCidrs are the addresses that reach the public endpoint',
    source: `${GUIDE}, "Cluster API server endpoint"`,
    test: 'lets in the addresses of its public access CIDRs alone',
  },
  {
    rule: 'A deleted cluster has no name in DNS',
    source: 'RFC 1034, a name that does not exist; Node.js, dns.lookup',
    test: 'has no name once its cluster is gone',
  },
  {
    rule: 'Only the certificate authority of DescribeCluster vouches for an endpoint',
    source: 'EKS API reference, Certificate; Node.js, tls',
    test: 'is trusted by its own certificate authority alone',
  },
  {
    rule: 'Nodes of a managed group bear its labels',
    source: `${GUIDE}, "Simplify node lifecycle with managed node groups"`,
    test: 'of a managed group are there with its labels once they are Ready',
  },
  {
    rule: 'A node goes when its instance is gone',
    source: `${DOCS}, "Cloud Controller Manager", node controller`,
    test: 'go with their instances',
  },
  {
    rule: 'Nothing is scheduled to a cordoned node',
    source: `${DOCS}, "Nodes", manual node administration`,
    test: 'are cordoned by a patch',
  },
  {
    rule: 'A Deployment has its replicas, spread over the nodes',
    source: `${DOCS}, "Deployments"; "Kubernetes Scheduler"`,
    test: 'has as many ready pods as replicas, spread over the nodes',
  },
  {
    rule: 'Pods of a StatefulSet come one after the other, by name, unless its policy is Parallel',
    source: `${DOCS}, "StatefulSets", deployment and scaling guarantees, pod management policies`,
    test: 'brings its pods one after the other, by name, each once the one before it is Ready',
  },
  {
    rule: 'The name of a pod of a StatefulSet is free once the pod before it has gone',
    source: `${DOCS}, "StatefulSets", stable network identity; "Force Delete StatefulSet Pods"`,
    test: 'makes a pod anew under its name, once the one before it has gone',
  },
  {
    rule: 'Controllers count the pods that they want and those that are Ready',
    source: 'Kubernetes API reference, DeploymentStatus, StatefulSetStatus and DaemonSetStatus',
    test: 'follow from pods and nodes',
  },
  {
    rule: 'A write at a version that is not the newest is a conflict',
    source: `${DOCS}, "API concepts"; API conventions, concurrency control`,
    test: 'is scaled at the version that was read, and at no other',
  },
  {
    rule: 'Replicas are not negative',
    source: 'Kubernetes API reference, Scale; pkg/apis/autoscaling/validation',
    test: 'does not go below nothing',
  },
  {
    rule: 'What is not there is answered 404 with a Status',
    source: 'API conventions, response status kind',
    test: 'that is not there is missed by name',
  },
  {
    rule: 'Budgets count ready pods against what there should be, percentages rounded up',
    source: `${DOCS}, "Specifying a Disruption Budget for your Application"`,
    test: 'of %j allows %j of four pods',
  },
  {
    rule: 'An eviction that a budget does not allow is answered 429 with its cause',
    source: `${DOCS}, "API-initiated Eviction"; pkg/registry/core/pod/storage/eviction.go`,
    test: 'keeps pods from eviction that it needs, and says which it is',
  },
  {
    rule: 'An eviction may name its pod by uid, and is of no other then',
    source: `${DOCS}, "API-initiated Eviction"; Kubernetes API reference, DeleteOptions, preconditions; apiserver, pkg/storage/interfaces.go`,
    test: 'that names a pod by its uid is of that pod alone',
  },
  {
    rule: 'Several budgets on one pod make its eviction a 500',
    source: `${DOCS}, "API-initiated Eviction"`,
    test: 'must be the only one of its pods',
  },
  {
    rule: 'Scaling a managed group in tries to evict for 15 minutes, then ends the node',
    source: `${GUIDE}, "Simplify node lifecycle with managed node groups", concepts`,
    test: 'delays the end of a managed node for 15 minutes and no longer',
  },
  {
    rule: 'Deleting a managed group tries to evict for 5 minutes, then ends the node',
    source: 'EKS user guide, "Delete a managed node group from your cluster"',
    test: 'delays the end of a managed node for 5 minutes where its group is deleted',
  },
  {
    rule: 'Auto Scaling ends nodes of a self-managed group without a drain',
    source: 'Auto Scaling guide, "Instance lifecycle": what drains them is a hook of the user',
    test: 'nodes of a self-managed group register as their user data says, and go undrained',
  },
  {
    rule: 'A list in chunks is of one moment, and expires with 410 and a token for the rest as it is now',
    source: `${DOCS}, "API concepts", retrieving large results sets in chunks; apiserver, \`storage/etcd3/errors.go\``,
    test: 'comes in pages of one moment, until the server has forgotten it',
  },
  {
    rule: 'A request that API Priority and Fairness turns away is answered in plain text',
    source: 'apiserver, `pkg/server/filters/maxinflight.go`, tooManyRequests',
    test: 'that turns a request away says so in plain text',
  },
  {
    rule: 'Lists are narrowed by labels and fields',
    source: `${DOCS}, "Labels and Selectors"; "Field Selectors"`,
    test: 'is narrowed by %s',
  },
  {
    rule: 'A field that cannot be selected by is a bad request',
    source: `${DOCS}, "Field Selectors", supported fields`,
    test: 'by a field that the API does not know is a bad request',
  },
  {
    rule: 'A group without its CustomResourceDefinitions is a path that is not there',
    source: `${DOCS}, "Custom Resources"; API server, NotFoundHandler`,
    test: 'are unknown to a cluster without Karpenter and Auto Mode',
  },
  {
    rule: 'Karpenter brings a node for pods that no other takes',
    source: `${KARPENTER}, "NodePools"; "Scheduling"`,
    test: 'bring a node for pods that no other takes',
  },
  {
    rule: 'A pool that has reached its limits brings none',
    source: `${KARPENTER}, "NodePools", spec.limits`,
    test: 'bring none once the pool has reached its limits',
  },
  {
    rule: 'A NodeClaim that is deleted is drained and its instance ended, by its finalizer',
    source: `${KARPENTER}, "Disruption", termination controller`,
    test: 'end with their instance once the pods are gone',
  },
  {
    rule: 'A finalizer waits for its controller',
    source: `${DOCS}, "Finalizers"; ${KARPENTER}, "Troubleshooting", uninstallation`,
    test: 'do not end while no controller of Karpenter runs',
  },
  {
    rule: 'Budgets and do-not-disrupt hold a drain of Karpenter for as long as they hold',
    source: `${KARPENTER}, "Disruption", pod-level controls`,
    test: 'wait for %s, however long',
  },
  {
    rule: 'Limits are quantities',
    source: 'karpenter.sh_nodepools.yaml (CustomResourceDefinition), pattern of limits',
    test: 'are refused a limit that is no quantity',
  },
  {
    rule: 'A pool shows what its nodes have, and so changes with them',
    source: `${KARPENTER}, "NodePools", status.resources`,
    test: 'are at a new version whenever their nodes are counted',
  },
  {
    rule: 'Argo CD with self-heal puts back what Git names',
    source: 'Argo CD documentation, "Automated Sync Policy"; "Resource Tracking"',
    test: 'is told by its marks, and put back within seconds',
  },
  {
    rule: 'A webhook that fails closed and cannot be called fails the request',
    source: `${DOCS}, "Dynamic Admission Control", failure policy`,
    test: 'that fails closed keeps pods out while nothing serves it',
  },
  {
    rule: 'One that fails open does not',
    source: `${DOCS}, "Dynamic Admission Control", failure policy`,
    test: 'that fails open lets them pass',
  },
  {
    rule: 'The failure names the webhook and what is wrong with its service',
    source: 'observed: cloudnative-pg, aws-load-balancer-controller ("no endpoints available for service")',
    test: 'that cannot be called fails a change of what it matches, by name',
  },
  {
    rule: "Auto Mode's controller is AWS's and runs outside of the cluster",
    source: `${GUIDE}, "Automate cluster infrastructure with EKS Auto Mode"`,
    test: 'has pools of its own, whose nodes come and go whatever runs in the cluster',
  },
  {
    rule: "Auto Mode's own pools cannot be modified; how that shows, the guide does not say: the seed decides",
    source: `${GUIDE}, "Create a node pool for EKS Auto Mode"`,
    test: 'lets nobody change its pools: it refuses, or puts them back',
  },
  {
    rule: 'They are enabled and disabled by UpdateClusterConfig',
    source: `${GUIDE}, "Enable or disable built-in NodePools"`,
    test: 'takes a pool away with its nodes when it is disabled',
  },
  {
    rule: 'Disabling Auto Mode takes all of its nodes',
    source: `${GUIDE}, "Disable EKS Auto Mode"`,
    test: 'ends with all of its nodes',
  },
  {
    rule: 'A HorizontalPodAutoscaler keeps its target between its minimum and its maximum, and lowers what the load does not ask for',
    source: `${DOCS}, "Horizontal Pod Autoscaling", algorithm details and stabilization window; every 15 s`,
    test: 'lowers replicas that somebody has raised, and keeps to its minimum and maximum',
  },
  {
    rule: 'A target of no replicas is left alone by its HorizontalPodAutoscaler',
    source: `${DOCS}, "Horizontal Pod Autoscaling", implicit maintenance-mode deactivation`,
    test: 'leaves a target without replicas alone',
  },
  ...UPGRADE_RULES,
];
