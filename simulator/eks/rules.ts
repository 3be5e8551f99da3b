/** One rule of AWS that the simulated EKS enforces: who says so, and the test that holds us to it. */
export interface Rule {
  readonly rule: string;
  /** An AWS document, an SDK typing, a recording, or the public thread in which people saw it. */
  readonly source: string;
  /** The name of a test under tests/simulator/eks. */
  readonly test: string;
}

const GUIDE = 'EKS guide';
const SDK = 'SDK typings of @aws-sdk/client-eks';

/** The rules of EKS, kept true by `tests/simulator/eks/rules.test.ts`. */
export const EKS_RULES: readonly Rule[] = [
  {
    rule: 'A control plane takes 9 to 16 minutes; it has an endpoint only when it is ACTIVE',
    source: 'AWS-FACTS, durations; recordings of DescribeCluster',
    test: 'is CREATING without an endpoint, then ACTIVE with one after 9 to 16 minutes',
  },
  {
    rule: 'EKS makes a security group and network interfaces for a cluster, and takes them away with it',
    source: `${GUIDE}, security group and subnet requirements`,
    test: 'leaves nothing of its own in the VPC when it is deleted',
  },
  {
    rule: 'A client token makes a creation idempotent',
    source: `${SDK}, clientRequestToken`,
    test: 'answers a repeated request with the same token by what it made, and refuses another one',
  },
  {
    rule: 'A client token has 33 to 126 characters',
    source: 'ansible-collections/community.aws#817',
    test: 'refuses a client token of under 33 characters',
  },
  {
    rule: 'A cluster needs subnets in two zones',
    source: 'awsdocs/amazon-eks-user-guide#795',
    test: 'refuses a cluster whose subnets lie in one zone',
  },
  {
    rule: 'Subnets must exist',
    source: 'EC2, InvalidSubnetID.NotFound',
    test: 'refuses a subnet that does not exist',
  },
  {
    rule: 'Subnets are of one VPC',
    source: `${GUIDE}, subnet requirements`,
    test: 'refuses subnets of two VPCs',
  },
  {
    rule: 'Some zones take no control planes',
    source: 'rancher/rancher#14224; eksctl-io/eksctl#817',
    test: 'refuses a zone without room for control planes and names the others',
  },
  {
    rule: 'Security groups are of the VPC of the subnets',
    source: `${GUIDE}, security group requirements`,
    test: 'refuses a security group of another VPC',
  },
  {
    rule: 'The endpoint is public, private or both',
    source: 'rancher/rancher#28158',
    test: 'refuses an endpoint that nobody can reach',
  },
  {
    rule: 'A version is offered from its release to the end of extended support',
    source: `${GUIDE}, Kubernetes release calendar; batteries-included/batteries-included#1363`,
    test: 'refuses a version past extended support',
  },
  {
    rule: 'The cluster role must trust eks.amazonaws.com',
    source: 'terraform-aws-modules/terraform-aws-eks#2406',
    test: 'refuses a role that does not trust EKS',
  },
  {
    rule: 'Names begin with a letter or digit and hold letters, digits, hyphens and underscores',
    source: `${SDK}, ClusterName; surajincloud/kubectl-eks#72`,
    test: 'refuses a name with a dot',
  },
  {
    rule: 'A cluster name has at most 100 characters',
    source: `${SDK}, ClusterName`,
    test: 'refuses a name of over 100 characters',
  },
  { rule: 'A resource has at most 50 tags', source: `${SDK}, tags`, test: 'refuses 51 tags' },
  {
    rule: 'A cluster with the config map alone needs its creator as administrator',
    source: 'terraform-aws-modules/terraform-aws-eks#3206',
    test: 'refuses the config map without an administrator',
  },
  {
    rule: 'Auto Mode is compute, storage and load balancing together',
    source: 'kubernetes-sigs/cluster-api-provider-aws#5278',
    test: 'refuses half of Auto Mode',
  },
  {
    rule: 'The service range lies apart from the VPC',
    source: `${SDK}, serviceIpv4Cidr`,
    test: 'refuses a service range that the VPC uses',
  },
  {
    rule: 'The service range is a private block between /24 and /12',
    source: `${SDK}, serviceIpv4Cidr`,
    test: 'refuses a service range that is too small',
  },
  {
    rule: 'IPv6 needs subnets with IPv6 blocks',
    source: `${SDK}, ipFamily`,
    test: 'refuses IPv6 in subnets without it',
  },
  {
    rule: 'Remote networks lie apart from the VPC',
    source: 'aws/aws-cdk#33767',
    test: 'refuses a remote node network that the VPC uses',
  },
  {
    rule: 'Remote networks are private blocks',
    source: `${SDK}, RemoteNodeNetwork`,
    test: 'refuses a remote node network with public addresses',
  },
  {
    rule: 'An encryption key must exist in the region',
    source: 'recordings of AssociateEncryptionConfig',
    test: 'refuses a key that does not exist',
  },
  {
    rule: 'Scaling tiers are those of the API',
    source: `${SDK}, ProvisionedControlPlaneTier`,
    test: 'refuses a tier that does not exist',
  },
  {
    rule: 'An account has a quota of clusters',
    source: 'pulumi/pulumi-eks#48; AWS-FACTS, quotas',
    test: 'refuses a cluster over the quota',
  },
  {
    rule: 'A subnet that disappears makes the creation fail',
    source: `${SDK}, ErrorDetail SubnetNotFound`,
    test: 'becomes FAILED when a subnet disappears while it is made',
  },
  {
    rule: 'An update is InProgress with string parameters and the cluster UPDATING until it ends',
    source: 'recording of UpdateClusterConfig',
    test: 'is InProgress with string parameters, then Successful, and the cluster UPDATING meanwhile',
  },
  {
    rule: 'One update of a cluster at a time',
    source: 'rancher/eks-operator#547; aws-controllers-k8s/community#1192',
    test: 'refuses a second update while one runs, and names both',
  },
  {
    rule: 'EKS may be updating a cluster that DescribeCluster calls ACTIVE',
    source: 'aws/containers-roadmap#1500 and #2677',
    test: 'refuses an update while EKS changes the cluster unseen, then takes it',
  },
  {
    rule: 'A client token makes an update idempotent',
    source: `${SDK}, clientRequestToken`,
    test: 'answers a repeated update request with the same update',
  },
  {
    rule: 'Authentication modes go from CONFIG_MAP to both to API, never back',
    source: `${GUIDE}, change authentication mode; pulumi/pulumi-eks#1493`,
    test: 'moves the authentication mode only forward, one step at a time',
  },
  {
    rule: 'Auto Mode can be enabled and disabled; a no-op is refused',
    source: `${GUIDE}, enable Auto Mode on existing clusters; terraform-aws-eks#3528`,
    test: 'enables Auto Mode with a role that may join nodes, and takes it away again',
  },
  {
    rule: 'Subnets of a cluster can be exchanged within its VPC',
    source: `${SDK}, UpdateClusterConfig`,
    test: 'moves the control plane to other subnets of the VPC',
  },
  {
    rule: 'A version rises by one minor at a time',
    source: 'terraform-aws-modules/terraform-aws-eks#2607; rancher/rancher#43316; #21043',
    test: 'rises one minor at a time',
  },
  {
    rule: 'A version can be rolled back for seven days',
    source: `${GUIDE}, roll back a cluster`,
    test: 'rolls back one minor within seven days of an upgrade, and not later',
  },
  {
    rule: 'Node groups may lag by three minors',
    source: 'Kubernetes version skew policy; hashicorp/terraform-provider-aws#19478',
    test: 'leaves node groups at most three minors behind',
  },
  {
    rule: 'Blocking insights stop an update that is not forced',
    source: 'hashicorp/terraform-provider-aws#42031',
    test: 'does not rise past a blocking insight unless forced',
  },
  {
    rule: 'An update needs five free addresses in every subnet',
    source: 'aws/containers-roadmap#1693',
    test: 'needs five free addresses in every subnet',
  },
  {
    rule: 'Versions are listed with their support and one default',
    source: 'recording of DescribeClusterVersions',
    test: 'lists the versions on offer with their support, newest first',
  },
  {
    rule: 'Deletion protection stops the deletion of an active cluster',
    source: `${GUIDE}, deletion protection`,
    test: 'is refused while the cluster is protected, and works once it is not',
  },
  {
    rule: 'A cluster with parts or a running update is not deleted',
    source: 'cloud-nuke#148; cluster-api-provider-aws#4728; containers-roadmap#1511',
    test: 'is refused while anything is attached or an update runs',
  },
  {
    rule: 'minSize is at most desiredSize',
    source: 'sassoftware/viya4-iac-aws#298',
    test: 'refuses minSize above desiredSize',
  },
  {
    rule: 'desiredSize is at most maxSize',
    source: 'ministryofjustice/cloud-platform-infrastructure#4595',
    test: 'refuses desiredSize above maxSize',
  },
  {
    rule: 'maxSize is at least 1',
    source: 'AWS-FACTS; eksctl-io/eksctl#5664',
    test: 'refuses a maxSize of 0',
  },
  {
    rule: 'Instance types suit the AMI',
    source: 'eksctl-io/eksctl#7754',
    test: 'refuses an instance type that the AMI does not run on',
  },
  {
    rule: 'There are no AL2 AMIs from 1.33 on',
    source: 'scylladb/scylla-cluster-tests#12524',
    test: 'refuses AL2 from 1.33 on',
  },
  {
    rule: 'A release is of the Kubernetes version',
    source: 'eksctl-io/eksctl#7976',
    test: 'refuses a release of another Kubernetes version',
  },
  {
    rule: 'Labels have no reserved prefix',
    source: 'eksctl-io/eksctl#4006',
    test: 'refuses a label with a reserved prefix',
  },
  {
    rule: 'A node role trusts EC2',
    source: 'eksctl-io/eksctl#3290',
    test: 'refuses a node role that does not trust EC2',
  },
  {
    rule: 'A key pair for remote access exists',
    source: `${SDK}, RemoteAccessConfig`,
    test: 'refuses a key pair that does not exist',
  },
  {
    rule: 'Disk size stands in the launch template',
    source: 'crossplane-contrib/provider-upjet-aws#866',
    test: 'refuses a disk size beside a launch template',
  },
  {
    rule: 'Remote access stands in the launch template',
    source: 'terraform-aws-modules/terraform-aws-eks#2219',
    test: 'refuses remote access beside a launch template',
  },
  {
    rule: 'Instance types stand in the template or the request',
    source: 'terraform-aws-modules/terraform-aws-eks#1386',
    test: 'refuses instance types in both the template and the request',
  },
  {
    rule: 'Node groups stay in the VPC of the cluster',
    source: `${GUIDE}, subnet requirements for nodes`,
    test: 'refuses a subnet of another VPC',
  },
  {
    rule: 'A node group is made only in an ACTIVE cluster',
    source: 'eksctl-io/eksctl#2244',
    test: 'is refused while the cluster changes',
  },
  {
    rule: 'A cluster has a quota of node groups',
    source: `${GUIDE}, service quotas`,
    test: 'is refused over the quota of groups',
  },
  {
    rule: 'The role of a node group gets an access entry, and its creation takes minutes',
    source: `${SDK}, CreateAccessEntry type; AWS-FACTS, durations`,
    test: 'starts the nodes, lets their role in and takes 2 to 5 minutes',
  },
  {
    rule: 'Nodes that do not join within 20 minutes fail the creation',
    source: 'hashicorp/terraform-provider-aws#15675',
    test: 'fails after 20 minutes when nodes cannot join',
  },
  {
    rule: 'Nodes are Ready only with a CNI',
    source: 'terraform-aws-modules/terraform-aws-eks#1918 and #3594',
    test: 'waits for a CNI, and comes up when it is installed',
  },
  {
    rule: 'A shortage of capacity is a health issue of the group',
    source: 'aws/containers-roadmap#2204',
    test: 'keeps trying while EC2 has no capacity, then fails and says why',
  },
  {
    rule: 'A group that is UPDATING takes no other update',
    source: 'aws/containers-roadmap#2204',
    test: 'follows UpdateNodegroupConfig',
  },
  {
    rule: 'A new minimum is held against the size that stays',
    source: 'terraform-aws-modules/terraform-aws-eks#3306',
    test: 'refuses a minimum above the size that it keeps',
  },
  {
    rule: 'A group stays DEGRADED until a scale-out succeeds',
    source: 'AWS-FACTS, what a naive simulator gets wrong',
    test: 'leaves a group DEGRADED, even at size 0, until a scale-out succeeds',
  },
  {
    rule: 'A version update replaces every node',
    source: `${GUIDE}, phases of node updates`,
    test: 'replaces every node and ends at the size asked for',
  },
  {
    rule: 'Pods that cannot be evicted fail an update that is not forced; node names are given',
    source: 'aws/containers-roadmap#1282',
    test: 'fails when pods cannot be evicted, names the nodes, and succeeds when forced',
  },
  {
    rule: 'An update of a part is found with its name only',
    source: 'aws/aws-cli#10252',
    test: 'is not found without the name of the group',
  },
  {
    rule: 'A group goes to the version of the cluster or stays at its own',
    source: 'aws-controllers-k8s/community#2957',
    test: 'refuses a version that is neither the cluster’s nor its own',
  },
  {
    rule: 'A group with a custom AMI is updated by its launch template',
    source: 'aws-samples/eks-cluster-upgrade#123',
    test: 'asks a group with a custom AMI for its launch template',
  },
  {
    rule: 'The role of a group goes with the last group that uses it',
    source: `${GUIDE}, delete a managed node group`,
    test: 'ends the nodes and takes their role out',
  },
  {
    rule: 'Deleting a group ends all of its instances, whatever became of it',
    source: `${SDK}, DeleteNodegroup`,
    test: 'leaves no instance of a group that was still being made, or never came up',
  },
  {
    rule: 'A security group in use stops the deletion of its node group',
    source: 'hashicorp/terraform-provider-aws#20405',
    test: 'fails while something uses its security group',
  },
  {
    rule: 'Add-ons with Deployments are DEGRADED without nodes',
    source: 'aws-ia/terraform-aws-eks-blueprints-addons#335; aws/containers-roadmap#2328',
    test: 'is CREATING, then DEGRADED without nodes, and ACTIVE once there are some',
  },
  {
    rule: 'Taints repel add-ons that do not tolerate them',
    source: 'Kubernetes, taints and tolerations',
    test: 'does not run on nodes that repel it, or on Windows',
  },
  {
    rule: 'CoreDNS runs on Fargate by its computeType',
    source: `${GUIDE}, get started with Fargate`,
    test: 'runs on Fargate where a profile selects it and CoreDNS asks for it',
  },
  {
    rule: 'Auto Mode starts nodes for pods that wait',
    source: `${GUIDE}, how Auto Mode works`,
    test: 'makes Auto Mode start a node',
  },
  {
    rule: 'DaemonSets are healthy on no node',
    source: 'Kubernetes, DaemonSet status',
    test: 'that runs on every node needs none',
  },
  {
    rule: 'Add-ons are offered in versions for a Kubernetes version, once a cluster',
    source: 'marcincuber/eks#10; terraform-provider-aws#20559; crossplane provider-aws#1310',
    test: 'cannot be there twice, in a version or under a name that is not offered',
  },
  {
    rule: 'Configuration values are held against the schema',
    source: `${SDK}, configurationValues`,
    test: 'refuses configuration that its schema does not know',
  },
  {
    rule: 'A busy add-on takes no update',
    source: 'eksctl-io/eksctl#8091; awslabs/cdk-eks-blueprints#447',
    test: 'cannot be updated while it is being made or changed',
  },
  {
    rule: 'Edited fields stop an add-on that may not overwrite them',
    source: `${SDK}, resolveConflicts; eksctl-io/eksctl#5880`,
    test: 'stops at fields that someone edited unless it may overwrite them',
  },
  {
    rule: 'Associations of an add-on belong to it',
    source: `${SDK}, AddonPodIdentityAssociations`,
    test: 'owns its Pod Identity associations and takes them along',
  },
  {
    rule: 'One Fargate profile at a time is made or deleted',
    source: 'hashicorp/terraform-provider-aws#16272; cloud-custodian#5585',
    test: 'are made and deleted one at a time',
  },
  {
    rule: 'Fargate takes private subnets',
    source: `${SDK}, CreateFargateProfile subnets; awslabs/eks-perf-tests#195`,
    test: 'take private subnets only',
  },
  {
    rule: 'A Fargate profile has a pod execution role and at most five selectors',
    source: `${SDK}, CreateFargateProfile selectors`,
    test: 'need a role that Fargate pods may have, and at most five selectors',
  },
  {
    rule: 'The creator of a cluster is its administrator unless told otherwise',
    source: `${SDK}, bootstrapClusterCreatorAdminPermissions`,
    test: 'exist from the start for the creator, as an administrator',
  },
  {
    rule: 'Access entries need an API authentication mode',
    source: 'terraform-aws-modules/terraform-aws-eks#3048',
    test: 'are unknown to a cluster that authenticates by config map',
  },
  {
    rule: 'Access entries are one a principal, without groups of the system',
    source: 'aws/eks-distro#2805; EKS guide, create access entries',
    test: 'name a session user after the role, and refuse groups of the system',
  },
  {
    rule: 'Only STANDARD entries take groups and policies',
    source: 'aws-controllers-k8s/community#2144',
    test: 'of nodes take no policies',
  },
  {
    rule: 'The principal of an entry exists',
    source: `${GUIDE}, create access entries`,
    test: 'refuse a principal that does not exist',
  },
  {
    rule: 'One association for a service account, of a role that trusts pods.eks.amazonaws.com',
    source: 'eksctl-io/eksctl#7753; hashicorp/terraform-provider-aws#41483',
    test: 'are one for each service account, of a role that pods may have',
  },
  {
    rule: 'Capabilities stand in the way of deletion',
    source: 'ekristen/aws-nuke#970',
    test: 'come up in minutes, are one of a type, and stand in the way of deletion',
  },
  {
    rule: 'A cluster has one OIDC provider, which is not itself',
    source: `${GUIDE}, OIDC identity providers; terraform-aws-eks#3328`,
    test: 'are one a cluster, and not the cluster itself',
  },
  {
    rule: 'Encryption is enabled once',
    source: 'hashicorp/terraform-provider-aws#19968',
    test: 'is enabled once',
  },
  {
    rule: 'Tagging works while an update runs',
    source: 'AWS-FACTS, what a naive simulator gets wrong',
    test: 'can be put on every part, even while the cluster changes, and are at most 50',
  },
  {
    rule: 'Lists come in pages of 1 to 100',
    source: `${SDK}, maxResults`,
    test: 'come in pages whose token goes on where the last one ended',
  },
  {
    rule: 'IAM is asked for the action on the resource types of the reference',
    source: 'Service authorization reference of Amazon EKS',
    test: 'is for each operation the action on a resource of a type that it takes',
  },
  {
    rule: 'Passed roles need iam:PassRole, tags on creation eks:TagResource',
    source: 'Service authorization reference; aws/aws-cdk#7163',
    test: 'includes the roles that are passed and the tags that are put on',
  },
];
