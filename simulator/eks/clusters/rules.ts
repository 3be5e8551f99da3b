import type { Rule } from '../../rule.ts';
import { VERSION_RULES } from './version-rules.ts';

const GUIDE = 'EKS guide';
const SDK = 'SDK typings of @aws-sdk/client-eks';

/** The rules of clusters, their updates and their deletion. */
export const CLUSTER_RULES: readonly Rule[] = [
  {
    rule: 'A control plane takes 9 to 16 minutes; it has an endpoint only when it is ACTIVE',
    source: 'API reference, CreateCluster; recordings of DescribeCluster',
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
    source: 'pulumi/pulumi-eks#48; EKS guide, "View and manage Amazon EKS and Fargate service quotas"',
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
  ...VERSION_RULES,
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
];
