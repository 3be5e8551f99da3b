/**
 * Documents that together name every field we carry out. Each is valid; each field in them is changed and removed
 * by every-field.test.ts.
 */
const arn = (kind: string, name: string) => `arn:aws:iam::111122223333:${kind}/${name}`;
const policyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: '*' }],
};
const wellKnown = {
  autoScaler: true,
  awsLoadBalancerController: true,
  certManager: true,
  ebsCSIController: true,
  efsCSIController: true,
  externalDNS: true,
  imageBuilder: true,
};

const head = (more: Record<string, unknown> = {}) => ({
  apiVersion: 'eksctl.io/v1alpha5',
  kind: 'ClusterConfig',
  metadata: { name: 'shop', region: 'us-west-2', ...more },
});

const nodeGroupBase = {
  amiFamily: 'AmazonLinux2023',
  instanceName: 'worker',
  instancePrefix: 'shop',
  privateNetworking: true,
  desiredCapacity: 2,
  minSize: 1,
  maxSize: 5,
  labels: { role: 'worker' },
  tags: { team: 'shop' },
  securityGroups: { attachIDs: ['sg-1'] },
  ssh: { allow: true, enableSsm: true, publicKey: 'ssh-ed25519 AAAA', sourceSecurityGroupIds: ['sg-2'] },
  volumeSize: 100,
  volumeType: 'gp3',
  volumeName: '/dev/xvda',
  volumeEncrypted: true,
  volumeKmsKeyID: 'arn:aws:kms:us-west-2:111122223333:key/1',
  volumeIOPS: 4000,
  volumeThroughput: 200,
  additionalVolumes: [
    {
      volumeSize: 20,
      volumeType: 'gp3',
      volumeName: '/dev/xvdb',
      volumeEncrypted: true,
      volumeKmsKeyID: 'arn:aws:kms:us-west-2:111122223333:key/2',
      volumeIOPS: 3500,
      volumeThroughput: 150,
      snapshotID: 'snap-1',
    },
  ],
  ebsOptimized: true,
  enableDetailedMonitoring: true,
  disableIMDSv1: false,
  disablePodIMDS: false,
  maxPodsPerNode: 40,
  placement: { groupName: 'close' },
  capacityReservation: {
    capacityReservationPreference: 'open',
    capacityReservationTarget: { capacityReservationID: 'cr-1' },
  },
  preBootstrapCommands: ['echo before'],
  taints: [{ key: 'dedicated', value: 'shop', effect: 'NoSchedule' }],
  iam: {
    attachPolicy: policyDocument,
    attachPolicyARNs: [arn('policy', 'nodes')],
    instanceRoleName: 'shop-nodes',
    instanceRolePermissionsBoundary: arn('policy', 'boundary'),
    withAddonPolicies: {
      albIngress: true,
      appMesh: true,
      appMeshPreview: true,
      autoScaler: true,
      certManager: true,
      cloudWatch: true,
      ebs: true,
      efs: true,
      externalDNS: true,
      fsx: true,
      imageBuilder: true,
      xRay: true,
    },
  },
};

const whole = {
  ...head({
    version: '1.35',
    forceUpdateVersion: true,
    rollbackConfig: { timeoutMinutes: 300 },
    tags: { env: 'test' },
    annotations: { note: 'ours' },
  }),
  kubernetesNetworkConfig: { serviceIPv4CIDR: '172.20.0.0/16' },
  availabilityZones: ['us-west-2a', 'us-west-2b'],
  localZones: ['us-west-2-lax-1a'],
  vpc: {
    cidr: '10.10.0.0/16',
    extraCIDRs: ['10.11.0.0/16'],
    autoAllocateIPv6: true,
    hostnameType: 'ip-name',
    nat: { gateway: 'HighlyAvailable' },
    controlPlaneOnPrivateSubnets: true,
    controlPlaneEgressMode: 'CUSTOMER_ROUTED',
    clusterEndpoints: { publicAccess: true, privateAccess: true },
    publicAccessCIDRs: ['203.0.113.0/24'],
  },
  accessConfig: {
    authenticationMode: 'API_AND_CONFIG_MAP',
    bootstrapClusterCreatorAdminPermissions: true,
    accessEntries: [
      {
        principalARN: arn('role', 'developers'),
        type: 'STANDARD',
        kubernetesGroups: ['developers'],
        kubernetesUsername: 'developer',
        accessPolicies: [
          {
            policyARN: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy',
            accessScope: { type: 'namespace', namespaces: ['shop'] },
          },
        ],
      },
    ],
  },
  iam: {
    withOIDC: true,
    vpcResourceControllerPolicy: true,
    serviceRolePermissionsBoundary: arn('policy', 'boundary'),
    fargatePodExecutionRolePermissionsBoundary: arn('policy', 'boundary'),
    serviceAccounts: [
      {
        metadata: { name: 'reader', namespace: 'shop', labels: { a: 'b' }, annotations: { c: 'd' } },
        attachPolicy: policyDocument,
        attachPolicyARNs: [arn('policy', 'reader')],
        permissionsBoundary: arn('policy', 'boundary'),
        roleName: 'reader',
        roleOnly: false,
        subjectPattern: 'reader-*',
        tags: { team: 'shop' },
        wellKnownPolicies: wellKnown,
      },
      { metadata: { name: 'writer' }, attachRoleARN: arn('role', 'writer') },
    ],
    podIdentityAssociations: [
      {
        namespace: 'shop',
        serviceAccountName: 'cart',
        createServiceAccount: true,
        targetRoleARN: 'arn:aws:iam::444455556666:role/target',
        disableSessionTags: true,
        policy: '{"Version":"2012-10-17","Statement":[]}',
        roleName: 'cart',
        permissionPolicy: policyDocument,
        permissionPolicyName: 'cart',
        permissionPolicyARNs: [arn('policy', 'cart')],
        permissionsBoundaryARN: arn('policy', 'boundary'),
        wellKnownPolicies: wellKnown,
        tags: { team: 'shop' },
      },
      { namespace: 'shop', serviceAccountName: 'till', roleARN: arn('role', 'till') },
    ],
  },
  iamIdentityMappings: [
    { arn: arn('role', 'admins'), username: 'admin', groups: ['admins'], noDuplicateARNs: true },
  ],
  identityProviders: [
    {
      type: 'oidc',
      name: 'sso',
      issuerURL: 'https://login.example.com',
      clientID: 'kubernetes',
      usernameClaim: 'email',
      usernamePrefix: 'sso:',
      groupsClaim: 'groups',
      groupsPrefix: 'sso:',
      requiredClaims: { org: 'shop' },
      tags: { team: 'shop' },
    },
  ],
  cloudWatch: { clusterLogging: { enableTypes: ['api', 'audit'], logRetentionInDays: 30 } },
  secretsEncryption: { keyARN: 'arn:aws:kms:us-west-2:111122223333:key/3' },
  upgradePolicy: { supportType: 'STANDARD' },
  zonalShiftConfig: { enabled: true },
  controlPlaneScalingConfig: { tier: 'tier-xl' },
  kubeAPIServerConfig: { eventTTL: '30m', serviceNodePortRange: { minPort: 30000, maxPort: 32000 } },
  kubeControllerManagerConfig: {
    horizontalPodAutoscalerControllerConfig: { horizontalPodAutoscalerSyncPeriod: '20s' },
  },
  kubeSchedulerConfig: {
    nodeResourcesFit: { scoringStrategy: { type: 'MostAllocated', resources: [{ name: 'cpu', weight: 2 }] } },
  },
  addons: [
    {
      name: 'vpc-cni',
      version: 'v1.21.1-eksbuild.1',
      configurationValues: '{"env":{}}',
      resolveConflicts: 'overwrite',
      tags: { team: 'shop' },
      attachPolicy: policyDocument,
      attachPolicyARNs: [arn('policy', 'cni')],
      wellKnownPolicies: wellKnown,
      permissionsBoundary: arn('policy', 'boundary'),
    },
    { name: 'coredns', serviceAccountRoleARN: arn('role', 'dns') },
    { name: 'cert-manager', namespaceConfig: { namespace: 'certificates' } },
    { name: 'aws-ebs-csi-driver', useDefaultPodIdentityAssociations: true },
    {
      name: 'external-dns',
      podIdentityAssociations: [
        {
          namespace: 'external-dns',
          serviceAccountName: 'external-dns',
          roleName: 'dns-pods',
          permissionPolicy: policyDocument,
          permissionPolicyName: 'dns',
          permissionPolicyARNs: [arn('policy', 'dns')],
          permissionsBoundaryARN: arn('policy', 'boundary'),
          wellKnownPolicies: wellKnown,
          tags: { team: 'shop' },
        },
        { serviceAccountName: 'webhook', roleARN: arn('role', 'webhook') },
      ],
    },
    { name: 'aws-efs-csi-driver' },
  ],
  addonsConfig: { autoApplyPodIdentityAssociations: true, disableDefaultAddons: false },
  managedNodeGroups: [
    {
      ...nodeGroupBase,
      name: 'managed',
      availabilityZones: ['us-west-2a'],
      instanceTypes: ['m5.large', 'm5a.large'],
      spot: true,
      releaseVersion: '1.35.1-20260101',
      updateConfig: { maxUnavailable: 2 },
      nodeRepairConfig: {
        enabled: true,
        maxParallelNodesRepairedCount: 1,
        maxUnhealthyNodeThresholdCount: 2,
        nodeRepairConfigOverrides: [
          {
            nodeMonitoringCondition: 'AcceleratedHardwareReady',
            nodeUnhealthyReason: 'NvidiaXID64Error',
            minRepairWaitTimeMins: 5,
            repairAction: 'Replace',
          },
        ],
      },
    },
    {
      name: 'by-percentage',
      instanceType: 'm5.large',
      subnets: ['us-west-2a'],
      updateConfig: { maxUnavailablePercentage: 20 },
      nodeRepairConfig: {
        enabled: true,
        maxParallelNodesRepairedPercentage: 10,
        maxUnhealthyNodeThresholdPercentage: 20,
      },
      instanceMarketOptions: { marketType: 'spot' },
      capacityReservation: {
        capacityReservationTarget: {
          capacityReservationResourceGroupARN: 'arn:aws:resource-groups:us-west-2:111122223333:group/g',
        },
      },
      ssh: { publicKeyName: 'mine' },
    },
    { name: 'own-template', launchTemplate: { id: 'lt-1', version: '3' } },
    { name: 'own-role', iam: { instanceRoleARN: arn('role', 'nodes') } },
    {
      name: 'own-image',
      amiFamily: 'AmazonLinux2',
      ami: 'ami-1',
      overrideBootstrapCommand: '/etc/eks/bootstrap.sh shop',
    },
    {
      name: 'bottles',
      amiFamily: 'Bottlerocket',
      bottlerocket: { enableAdminContainer: true, settings: { motd: 'hello' } },
      iam: { withAddonPolicies: { awsLoadBalancerController: true } },
    },
  ],
  nodeGroups: [
    {
      ...nodeGroupBase,
      name: 'own',
      iam: { ...nodeGroupBase.iam, instanceRoleName: 'own-nodes' },
      availabilityZones: ['us-west-2b'],
      instanceType: 't3.large',
      propagateASGTags: true,
      securityGroups: { attachIDs: ['sg-3'], withLocal: true, withShared: true },
      asgMetricsCollection: [{ granularity: '1Minute', metrics: ['GroupMinSize'] }],
      asgSuspendProcesses: ['AZRebalance'],
      classicLoadBalancerNames: ['old'],
      targetGroupARNs: ['arn:aws:elasticloadbalancing:us-west-2:111122223333:targetgroup/t/1'],
      clusterDNS: '169.254.20.10',
      cpuCredits: 'unlimited',
      enclaveEnabled: true,
      kubeletExtraConfig: { evictionHard: { 'memory.available': '200Mi' } },
      maxInstanceLifetime: 86400,
    },
    {
      name: 'mixed',
      ami: 'ami-2',
      overrideBootstrapCommand: 'join me',
      subnets: ['us-west-2a'],
      instancesDistribution: {
        instanceTypes: ['m5.large', 'm5a.large'],
        maxPrice: 0.05,
        onDemandBaseCapacity: 1,
        onDemandPercentageAboveBaseCapacity: 20,
        spotAllocationStrategy: 'lowest-price',
        spotInstancePools: 3,
        capacityRebalance: true,
      },
      ssh: { publicKeyName: 'mine' },
      instanceMarketOptions: { marketType: 'spot' },
    },
    { name: 'local', localZones: ['us-west-2-lax-1a'] },
    {
      name: 'own-profile',
      amiFamily: 'Bottlerocket',
      bottlerocket: { enableAdminContainer: true, settings: { motd: 'hello' } },
      iam: { instanceRoleARN: arn('role', 'profiled'), instanceProfileARN: arn('instance-profile', 'nodes') },
      capacityReservation: {
        capacityReservationTarget: {
          capacityReservationResourceGroupARN: 'arn:aws:resource-groups:us-west-2:111122223333:group/g',
        },
      },
    },
    { name: 'balanced', iam: { withAddonPolicies: { awsLoadBalancerController: true } } },
  ],
  fargateProfiles: [
    {
      name: 'jobs',
      selectors: [{ namespace: 'jobs', labels: { kind: 'batch' } }],
      subnets: ['us-west-2a'],
      tags: { a: 'b' },
    },
    { name: 'tests', selectors: [{ namespace: 'tests' }], podExecutionRoleARN: arn('role', 'fargate') },
  ],
  capabilities: [
    {
      name: 'argocd',
      type: 'ARGOCD',
      deletePropagationPolicy: 'RETAIN',
      attachPolicy: policyDocument,
      attachPolicyARNs: [arn('policy', 'argocd')],
      permissionsBoundary: arn('policy', 'boundary'),
      accessPolicies: [
        {
          policyARN: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy',
          accessScope: { type: 'namespace', namespaces: ['shop'] },
        },
      ],
      configuration: {
        argocd: {
          namespace: 'argocd',
          awsIdc: { idcInstanceArn: 'arn:aws:sso:::instance/ssoins-1', idcRegion: 'us-east-1' },
          networkAccess: { vpceIds: ['vpce-1'] },
          rbacRoleMappings: [{ role: 'ADMIN', identities: [{ id: 'u-1', type: 'SSO_USER' }] }],
        },
      },
      tags: { a: 'b' },
    },
    { name: 'ack', type: 'ACK', roleArn: arn('role', 'ack') },
  ],
};

const existing = {
  ...head(),
  vpc: {
    id: 'vpc-1',
    cidr: '10.0.0.0/16',
    securityGroup: 'sg-control',
    sharedNodeSecurityGroup: 'sg-shared',
    manageSharedNodeSecurityGroupRules: true,
    subnets: {
      private: {
        one: { id: 'subnet-1', az: 'us-west-2a', cidr: '10.0.0.0/24' },
        two: { id: 'subnet-2', az: 'us-west-2b', cidr: '10.0.1.0/24' },
      },
      public: {
        three: { id: 'subnet-3', az: 'us-west-2a', cidr: '10.0.2.0/24' },
        four: { id: 'subnet-4', az: 'us-west-2b', cidr: '10.0.3.0/24' },
      },
    },
  },
  iam: { serviceRoleARN: arn('role', 'eks'), fargatePodExecutionRoleARN: arn('role', 'fargate') },
  fargateProfiles: [{ name: 'all', selectors: [{ namespace: 'default' }] }],
  nodeGroups: [{ name: 'web', containerRuntime: 'containerd', subnets: ['one'] }],
};

const pinned = {
  ...head(),
  vpc: {
    subnets: { private: { one: { id: 'subnet-1' }, two: { id: 'subnet-2' }, three: { id: 'subnet-3' } } },
    controlPlaneSubnetIDs: ['subnet-1', 'subnet-2'],
    controlPlaneSecurityGroupIDs: ['sg-1'],
  },
  privateCluster: { enabled: true, skipEndpointCreation: false, additionalEndpointServices: ['logs'] },
};

const version6 = {
  ...head(),
  kubernetesNetworkConfig: { ipFamily: 'IPv6' },
  vpc: { ipv6Cidr: '2600:1f14::/56', ipv6Pool: 'pool-1' },
  managedNodeGroups: [{ name: 'web' }],
};

const automatic = {
  ...head(),
  autoModeConfig: { enabled: true, nodePools: ['system'], permissionsBoundaryARN: arn('policy', 'boundary') },
};
const automaticGivenRole = {
  ...head(),
  autoModeConfig: { enabled: true, nodePools: ['general-purpose'], nodeRoleARN: arn('role', 'auto') },
};

const hybrid = {
  ...head(),
  remoteNetworkConfig: {
    iam: { provider: 'IRA', caBundleCert: '-----BEGIN CERTIFICATE-----' },
    vpcGatewayID: 'tgw-1',
    remoteNodeNetworks: [{ cidrs: ['10.80.0.0/16'] }],
    remotePodNetworks: [{ cidrs: ['10.81.0.0/16'] }],
  },
};
const hybridGivenRole = {
  ...head(),
  remoteNetworkConfig: {
    iam: { roleARN: arn('role', 'hybrid') },
    remoteNodeNetworks: [{ cidrs: ['10.80.0.0/16'] }],
  },
};

/** Fields by themselves that above stand with others which need them. */
const plain = {
  ...head(),
  localZones: ['us-west-2-lax-1a'],
  vpc: { clusterEndpoints: { publicAccess: true, privateAccess: true } },
  accessConfig: { accessEntries: [{ principalARN: arn('role', 'nodes'), type: 'EC2_LINUX' }] },
  iam: {
    withOIDC: true,
    podIdentityAssociations: [
      {
        namespace: 'shop',
        serviceAccountName: 'till',
        roleARN: arn('role', 'till'),
        disableSessionTags: true,
      },
    ],
  },
  autoModeConfig: { enabled: true },
  managedNodeGroups: [
    {
      name: 'managed',
      disablePodIMDS: true,
      ssh: { allow: true },
      volumeType: 'gp2',
      volumeEncrypted: true,
      additionalVolumes: [{ volumeName: '/dev/xvdb', volumeType: 'gp2', volumeEncrypted: true }],
    },
  ],
  nodeGroups: [
    {
      name: 'own',
      amiFamily: 'AmazonLinux2023',
      disablePodIMDS: true,
      ssh: { allow: true },
      volumeType: 'gp2',
      volumeEncrypted: true,
      additionalVolumes: [{ volumeName: '/dev/xvdb', volumeType: 'gp2', volumeEncrypted: true }],
      instancesDistribution: { instanceTypes: ['m5.large'], spotAllocationStrategy: 'capacity-optimized' },
    },
  ],
  capabilities: [{ name: 'kro', type: 'KRO' }],
};

const scaled = {
  ...head({ tags: { 'karpenter.sh/discovery': 'shop' } }),
  iam: { withOIDC: true },
  karpenter: {
    version: '1.8.1',
    createServiceAccount: true,
    defaultInstanceProfile: 'shop-nodes',
    withSpotInterruptionQueue: true,
  },
};

export const documents: Readonly<Record<string, Record<string, unknown>>> = {
  whole,
  existing,
  pinned,
  version6,
  automatic,
  automaticGivenRole,
  hybrid,
  hybridGivenRole,
  plain,
  scaled,
};
