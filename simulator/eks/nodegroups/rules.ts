import type { Rule } from '../../rule.ts';

const GUIDE = 'EKS guide';
const SDK = 'SDK typings of @aws-sdk/client-eks';

/** The rules of managed node groups. */
export const NODEGROUP_RULES: readonly Rule[] = [
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
    source: 'eksctl-io/eksctl#5664',
    test: 'refuses a maxSize of 0',
  },
  {
    rule: 'Instance types exist',
    source: 'terraform-aws-modules/terraform-aws-eks#1279',
    test: 'refuses an instance type that there is not',
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
    source: `${SDK}, CreateAccessEntry type; DevopsArtFactory/terraform-provisioning#46`,
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
    rule: 'A group that cannot grow tries again by itself: after a minute, then ever later, for a day',
    source: 'Auto Scaling user guide, "Administrative suspension"; aws/containers-roadmap#2204',
    test: 'tries again by itself for a day, and is ACTIVE once EC2 has capacity',
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
    source: 'aws/containers-roadmap#2326',
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
    rule: 'Nodes join a private endpoint only where security groups let them to its interfaces',
    source:
      'EKS guide, cluster API server endpoint and security group requirements for clusters; VPC guide, security group rules',
    test: 'fails where security groups keep its nodes from a private endpoint',
  },
];
