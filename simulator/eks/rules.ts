import type { Rule } from '../rule.ts';
import { CLUSTER_RULES } from './clusters/rules.ts';
import { INSIGHT_RULES } from './insights/rules.ts';
import { ROLLOUT_RULES } from './nodegroups/rollout-rules.ts';
import { NODEGROUP_RULES } from './nodegroups/rules.ts';
import { REFUSAL_RULES } from './refusal-rules.ts';

const GUIDE = 'EKS guide';
const SDK = 'SDK typings of @aws-sdk/client-eks';

/** The rules of EKS, kept true by `tests/simulator/rules.test.ts`. */
export const EKS_RULES: readonly Rule[] = [
  ...CLUSTER_RULES,
  ...INSIGHT_RULES,
  ...NODEGROUP_RULES,
  ...ROLLOUT_RULES,
  ...REFUSAL_RULES,
  {
    rule: 'Add-ons with Deployments are DEGRADED without nodes',
    source: 'aws-ia/terraform-aws-eks-blueprints-addons#335; aws/containers-roadmap#2328',
    test: 'is CREATING, then DEGRADED without nodes, and ACTIVE once there are some',
  },
  {
    rule: 'The EBS CSI driver crashes without leave to describe zones, and its add-on ends as CREATE_FAILED',
    source:
      'kubernetes-sigs/aws-ebs-csi-driver#2619; analytical-platform#9621; nebari#3213; EKS guide, use Kubernetes volume storage with Amazon EBS',
    test: 'ends as CREATE_FAILED where its pods crash for want of a role',
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
    rule: 'Pods wait for a pool of Auto Mode that comes later',
    source: `${GUIDE}, enable or disable built-in node pools; Karpenter, scheduling`,
    test: 'waits for a pool of Auto Mode, however late it comes',
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
    rule: 'Selectors take * and ? in namespaces, keys and values of labels; of several profiles the first by name runs a pod',
    source: `${GUIDE}, Fargate profile wildcards`,
    test: 'select pods by wildcards, and the first by name runs them',
  },
  {
    rule: 'A Fargate profile has a pod execution role and at most five selectors',
    source: `${SDK}, CreateFargateProfile selectors`,
    test: 'need a role that Fargate pods may have, and at most five selectors',
  },
  {
    rule: 'EKS looks at roles, networks, keys and templates, and makes associations of add-ons, as its caller',
    source:
      'CloudFormation schemas of AWS::EKS::*, handlers; aws/aws-cdk#9027, #7614 and #7706; aws-controllers-k8s/community#2164',
    test: 'includes of %s what EKS looks at or does as its caller',
  },
  {
    rule: 'An update of an add-on that says no associations leaves those it has, and asks for none of their permissions',
    source: 'SDK typing of UpdateAddon, podIdentityAssociations: "If this value is left blank, no change"',
    test: 'includes associations of an add-on where its update says some, or that there are to be none',
  },
  {
    rule: 'EKS looks for its own role in the account as whoever makes a cluster, a node group or a Fargate profile',
    source: 'awsdocs/amazon-eks-user-guide#279; terraform-aws-modules/terraform-aws-eks#823',
    test: 'is looked for as the caller',
  },
  {
    rule: 'EKS makes its own role as the caller who is the first to need it',
    source: `${GUIDE}, using service-linked roles; XenitAB/terraform-modules#396`,
    test: 'is made as the caller where the account has none',
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
    rule: "The instance profile of Auto Mode's nodes goes some time after the cluster",
    source: 'aws/containers-roadmap#2531',
    test: "keeps the role of Auto Mode's nodes in an instance profile until some time after the cluster is gone",
  },
  {
    rule: 'User names of entries have a colon before the session, and no prefix of AWS or Kubernetes',
    source: `${GUIDE}, set a custom username`,
    test: 'take names of sessions after a colon only, and none that AWS keeps',
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
    source: `${SDK}, TagResource: throws no conflict`,
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
    rule: 'Who makes an access entry for nodes passes their role',
    source: `${GUIDE}, create access entries`,
    test: 'includes the role that an access entry of type %s lets nodes join with',
  },
  {
    rule: 'The ARN of the access entry of a role with a path has it, or has not (no source shows one)',
    source: 'Service authorization reference of Amazon EKS, access-entry',
    test: 'is for an access entry of a role with a path, in the ARN, the name with or without it, as the seed decides',
  },
  {
    rule: 'The grant on a key for secrets is one that EKS makes for itself',
    source: 'KMS guide, "AWS KMS condition keys", kms:GrantIsForAWSResource',
    test: 'includes a grant on a key that EKS makes for itself',
  },
  {
    rule: 'Passed roles need iam:PassRole, tags on creation eks:TagResource',
    source: 'Service authorization reference; aws/aws-cdk#7163',
    test: 'includes the roles that are passed and the tags that are put on',
  },
];
