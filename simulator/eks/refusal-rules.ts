import type { Rule } from '../rule.ts';

/**
 * Refusals of requests that hold what EKS does not take. Their words were recorded from EKS by others
 * (badmintoncryer/cdk-preflight).
 */
export const REFUSAL_RULES: readonly Rule[] = [
  {
    rule: 'A new group has no version beside an image of its template',
    source: 'terraform-aws-eks#3459, terraform-aws-eks-blueprints#615',
    test: 'refuses a version beside an image in the template',
  },
  {
    rule: 'Values of labels are names, and none is empty',
    source: 'API reference, CreateNodegroup `labels`; aws-controllers-k8s/community#2208',
    test: 'refuses a label without a value',
  },
  {
    rule: 'No more nodes of a new group are unavailable than it may have',
    source: 'terraform-provider-aws#26535',
    test: 'refuses a new group of which more nodes may be unavailable than it has',
  },
  {
    rule: "A release's day is one of the calendar",
    source: 'EKS guide, versions of the EKS optimized AMIs; eksctl#7976',
    test: 'refuses a release of a day that there was not',
  },
  {
    rule: 'An add-on that takes no roles has no associations',
    source: 'terraform-aws-eks#3520, containers-roadmap#2712',
    test: 'refuses an association of an add-on that takes no roles',
  },
  {
    rule: 'Associations of an add-on are of its own service accounts',
    source: 'terraform-aws-eks#3520',
    test: 'refuses an association of an add-on for an account that is not its own',
  },
  {
    rule: "An add-on's namespace is a DNS label",
    source: 'cdk-preflight, recorded refusals of CreateAddon',
    test: 'refuses a namespace of an add-on that is no DNS label',
  },
  {
    rule: "Roles of add-ons are of the cluster's account; that is looked at first",
    source: 'cdk-preflight, recorded refusals of CreateAddon',
    test: 'refuses a role of another account for an add-on, before it looks for the cluster',
  },
  {
    rule: "Roles of associations are of the cluster's account",
    source: 'cdk-preflight, recorded refusals of CreatePodIdentityAssociation',
    test: 'refuses a role of another account for an association',
  },
  {
    rule: 'The role of an association is there',
    source: 'cdk-preflight, recorded refusals of CreatePodIdentityAssociation',
    test: 'refuses an association whose role is not there',
  },
  {
    rule: 'The namespace of an association is a DNS label',
    source: 'cdk-preflight, recorded refusals of CreatePodIdentityAssociation',
    test: 'refuses an association in a namespace that is no DNS label',
  },
  {
    rule: 'The service account of an association is a DNS name',
    source: 'cdk-preflight, recorded refusals of CreatePodIdentityAssociation',
    test: 'refuses an association of a service account that is no DNS name',
  },
  {
    rule: 'Entries of nodes take no groups',
    source: 'cdk-preflight, recorded refusals of CreateAccessEntry',
    test: 'refuses groups for a node’s entry',
  },
  {
    rule: 'Entries of nodes take no username',
    source: 'cdk-preflight, recorded refusals of CreateAccessEntry',
    test: 'refuses a username for a node’s entry',
  },
  {
    rule: 'Entries of nodes are of roles',
    source: 'cdk-preflight, recorded refusals of CreateAccessEntry',
    test: 'refuses a user as a node',
  },
  {
    rule: "Access policies are EKS's own",
    source: 'cdk-preflight, recorded refusals of AssociateAccessPolicy',
    test: 'refuses a policy of IAM as an access policy',
  },
  {
    rule: 'An issuer is reached by https',
    source: 'cdk-preflight, recorded refusals of AssociateIdentityProviderConfig',
    test: 'refuses an issuer without TLS',
  },
  {
    rule: 'Prefixes of an identity provider do not begin with system:',
    source: 'cdk-preflight, recorded refusals of AssociateIdentityProviderConfig',
    test: 'refuses the prefix system: of an identity provider',
  },
  {
    rule: 'An identity provider wants the role of the cluster',
    source: 'cdk-preflight, recorded refusals of AssociateIdentityProviderConfig',
    test: 'refuses an identity provider while the role of the cluster is gone',
  },
  {
    rule: 'The namespace of a selector is a DNS label',
    source: 'cdk-preflight, recorded refusals of CreateFargateProfile',
    test: 'refuses a selector whose namespace is no DNS label',
  },
  {
    rule: "A profile's name has letters, digits, hyphens and underscores",
    source: 'cdk-preflight, recorded refusals of CreateFargateProfile',
    test: 'refuses a profile’s name with a dot, before it looks for the cluster',
  },
  {
    rule: 'A profile has five selectors at most',
    source: 'cdk-preflight, recorded refusals of CreateFargateProfile',
    test: 'refuses six selectors',
  },
  {
    rule: 'Keys of taints are qualified names',
    source: 'cdk-preflight, recorded refusals of CreateNodegroup',
    test: 'refuses a taint whose key is no qualified name',
  },
  {
    rule: 'Effects of taints are spelled as EKS does',
    source: 'cdk-preflight, recorded refusals of CreateNodegroup',
    test: 'refuses an effect in Kubernetes’ spelling',
  },
  {
    rule: 'Keys of labels are qualified names',
    source: 'cdk-preflight, recorded refusals of CreateNodegroup',
    test: 'refuses a label whose key is no qualified name',
  },
  {
    rule: "A group's name has at most 63 characters",
    source: 'cdk-preflight, recorded refusals of CreateNodegroup',
    test: 'refuses a group’s name of over 63 characters',
  },
  {
    rule: 'A launch template is named once',
    source: 'cdk-preflight, recorded refusals of CreateNodegroup',
    test: 'refuses a template by id and name',
  },
  {
    rule: 'maxUnavailable is a number or a share',
    source: 'cdk-preflight, recorded refusals of CreateNodegroup',
    test: 'refuses maxUnavailable as a number and a share',
  },
  {
    rule: 'Parallel repairs are a number or a share',
    source: 'cdk-preflight, recorded refusals of CreateNodegroup',
    test: 'refuses parallel repairs as a number and a share',
  },
  {
    rule: 'Subnets stand in the request, not in the template',
    source: 'cdk-preflight, recorded refusals of CreateNodegroup',
    test: 'refuses a template that names subnets',
  },
  {
    rule: 'Interfaces of a template have an index',
    source: 'cdk-preflight, recorded refusals of CreateNodegroup',
    test: 'refuses a template with an interface that has no index',
  },
  {
    rule: "Instances of a group do not read their tags: EKS's own keys have slashes",
    source: 'cdk-preflight, recorded refusals of CreateNodegroup',
    test: 'refuses a template whose instances read their tags',
  },
  {
    rule: 'A change of remote networks that changes nothing is refused',
    source: 'cdk-preflight, recorded refusals of UpdateClusterConfig',
    test: 'refuses a change of no remote networks',
  },
  {
    rule: 'Fargate is not in every zone',
    source: 'cdk-preflight, recorded refusals of CreateFargateProfile',
    test: 'refuses Fargate in a zone without it',
  },
  {
    rule: 'Remote networks lie apart from the service range, and want access entries',
    source: 'cdk-preflight, recorded refusals of CreateCluster',
    test: 'refuses remote networks that the service range uses, and the config map beside them',
  },
  {
    rule: 'An update of a group that changes nothing is refused',
    source: 'cdk-preflight, recorded refusals of UpdateNodegroupConfig',
    test: 'refuses updates of a group that change nothing',
  },
  {
    rule: 'Health names a role and security groups that are gone, and a key that is disabled',
    source: 'EKS guide, cluster health FAQs and error codes',
    test: 'tells of a role and security groups that are gone, and of a key that is disabled',
  },
  {
    rule: 'Service-linked roles are no principals of entries',
    source: 'cdk-preflight, recorded refusals of CreateAccessEntry',
    test: 'refuses a service-linked role as a principal, before it looks for the cluster',
  },
  {
    rule: "Entries of nodes are of the cluster's account",
    source: 'cdk-preflight, recorded refusals of CreateAccessEntry',
    test: 'refuses a node’s role of another account',
  },
  {
    rule: 'A scope of namespaces names one at least',
    source: 'cdk-preflight, recorded refusals of AssociateAccessPolicy',
    test: 'refuses a scope of namespaces without any',
  },
  {
    rule: 'The scope of a cluster names no namespaces',
    source: 'cdk-preflight, recorded refusals of AssociateAccessPolicy',
    test: 'refuses namespaces in the scope of a cluster',
  },
  {
    rule: "Access policies are of the cluster's partition",
    source: 'cdk-preflight, recorded refusals of AssociateAccessPolicy',
    test: 'refuses a policy that there is not',
  },
  {
    rule: 'Configuration values are YAML or JSON; that is looked at first',
    source: 'cdk-preflight, recorded refusals of CreateAddon',
    test: 'refuses configuration values that cannot be read, before it looks for the cluster',
  },
  {
    rule: 'Labels of selectors are qualified names',
    source: 'cdk-preflight, recorded refusals of CreateFargateProfile',
    test: 'refuses a selector whose label is no qualified name',
  },
  {
    rule: 'A custom AMI comes by a launch template',
    source: 'cdk-preflight, recorded refusals of CreateNodegroup',
    test: 'refuses a custom AMI without a template',
  },
  {
    rule: 'A launch template is named',
    source: 'cdk-preflight, recorded refusals of CreateNodegroup',
    test: 'refuses a template without id and name',
  },
  {
    rule: "A group's name has letters, digits, hyphens and underscores",
    source: 'cdk-preflight, recorded refusals of CreateNodegroup',
    test: 'refuses a group’s name with a dot, before it looks for the cluster',
  },
  {
    rule: 'The cluster of a group is looked for after its name and before all else',
    source: 'cdk-preflight, recorded refusals of CreateNodegroup',
    test: 'looks for the cluster of a group before the rest of the request',
  },
  {
    rule: 'Thresholds of repairs are a number or a share',
    source: 'cdk-preflight, recorded refusals of CreateNodegroup',
    test: 'refuses thresholds of repairs as a number and a share',
  },
  {
    rule: 'An update config says something',
    source: 'cdk-preflight, recorded refusals of CreateNodegroup',
    test: 'refuses an update config of a new group that says nothing',
  },
  {
    rule: "A cluster's role is of its account",
    source: 'cdk-preflight, recorded refusals of CreateCluster',
    test: 'refuses a cluster’s role of another account',
  },
  {
    rule: 'An endpoint is public or private',
    source: 'cdk-preflight, recorded refusals of CreateCluster',
    test: 'refuses an endpoint that is neither public nor private',
  },
  {
    rule: "A key is of the cluster's region",
    source: 'cdk-preflight, recorded refusals of CreateCluster',
    test: 'refuses a key of another region',
  },
  {
    rule: 'Secrets alone are encrypted',
    source: 'cdk-preflight, recorded refusals of CreateCluster',
    test: 'refuses to encrypt anything but secrets',
  },
  {
    rule: 'A cluster of IPv6 has no service range of IPv4',
    source: 'cdk-preflight, recorded refusals of CreateCluster',
    test: 'refuses a service range of IPv4 in a cluster of IPv6',
  },
  {
    rule: 'Pools of Auto Mode want a role for their nodes',
    source: 'cdk-preflight, recorded refusals of CreateCluster',
    test: 'refuses pools of Auto Mode without a role for their nodes',
  },
  {
    rule: 'Auto Mode wants access entries',
    source: 'cdk-preflight, recorded refusals of CreateCluster',
    test: 'refuses Auto Mode beside the config map',
  },
  {
    rule: 'Remote networks are of RFC 1918 or CGNAT',
    source: 'cdk-preflight, recorded refusals of CreateCluster',
    test: 'refuses a remote network with public addresses in its own words',
  },
  {
    rule: 'Remote networks lie apart from one another',
    source: 'cdk-preflight, recorded refusals of CreateCluster',
    test: 'refuses a remote pod network that nodes use',
  },
  {
    rule: 'Remote pod networks want networks of nodes',
    source: 'cdk-preflight, recorded refusals of CreateCluster',
    test: 'refuses remote pod networks without networks of nodes',
  },
];
