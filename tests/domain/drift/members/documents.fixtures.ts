const account = '111122223333';
export const arn = (resource: string, name: string) => `arn:aws:iam::${account}:${resource}/${name}`;
export const key = `arn:aws:kms:us-west-2:${account}:key/1`;
export const policyArn = (name: string) => `arn:aws:eks::aws:cluster-access-policy/${name}`;

const issuer = { issuerURL: 'https://login.example.com', clientID: 'kubernetes' };
const idc = { awsIdc: { idcInstanceArn: 'arn:aws:sso:::instance/ssoins-1' } };
const roles = { iam: { instanceRoleARN: arn('role', 'nodes') } };

/** A document that says every member that can be changed, and one that says as little as it can of the same parts. */
export const DOCUMENTS = {
  said: {
    metadata: {
      version: '1.35',
      tags: { team: 'a' },
      annotations: { 'eks-fleet.dev/deletion-protection': 'true' },
    },
    more: {
      vpc: {
        clusterEndpoints: { publicAccess: true, privateAccess: true },
        publicAccessCIDRs: ['203.0.113.0/24'],
        controlPlaneEgressMode: 'CUSTOMER_ROUTED',
      },
      cloudWatch: { clusterLogging: { enableTypes: ['api', 'audit'] } },
      secretsEncryption: { keyARN: key },
      upgradePolicy: { supportType: 'STANDARD' },
      zonalShiftConfig: { enabled: true },
      controlPlaneScalingConfig: { tier: 'tier-xl' },
      remoteNetworkConfig: {
        iam: { roleARN: arn('role', 'hybrid') },
        remoteNodeNetworks: [{ cidrs: ['10.80.0.0/16'] }],
        remotePodNetworks: [{ cidrs: ['10.81.0.0/16'] }],
      },
      kubeAPIServerConfig: { eventTTL: '2h', serviceNodePortRange: { minPort: 30000, maxPort: 32000 } },
      kubeControllerManagerConfig: {
        horizontalPodAutoscalerControllerConfig: { horizontalPodAutoscalerSyncPeriod: '30s' },
      },
      kubeSchedulerConfig: {
        nodeResourcesFit: {
          scoringStrategy: { type: 'MostAllocated', resources: [{ name: 'cpu', weight: 2 }] },
        },
      },
      accessConfig: {
        authenticationMode: 'API_AND_CONFIG_MAP',
        accessEntries: [
          {
            principalARN: arn('role', 'ann'),
            kubernetesGroups: ['viewers'],
            kubernetesUsername: 'ann',
            accessPolicies: [
              {
                policyARN: policyArn('AmazonEKSViewPolicy'),
                accessScope: { type: 'namespace', namespaces: ['shop'] },
              },
            ],
          },
        ],
      },
      iam: {
        podIdentityAssociations: [
          {
            namespace: 'shop',
            serviceAccountName: 'till',
            roleARN: arn('role', 'till'),
            targetRoleARN: arn('role', 'target'),
            disableSessionTags: true,
            policy: '{"Version":"2012-10-17"}',
          },
        ],
      },
      managedNodeGroups: [
        {
          ...roles,
          name: 'web',
          minSize: 1,
          desiredCapacity: 2,
          maxSize: 4,
          labels: { tier: 'web' },
          taints: [{ key: 'only', value: 'web', effect: 'NoSchedule' }],
          tags: { team: 'a' },
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
          launchTemplate: { id: 'lt-1', version: '3' },
        },
        {
          ...roles,
          name: 'share',
          updateConfig: { maxUnavailablePercentage: 20 },
          nodeRepairConfig: {
            enabled: true,
            maxParallelNodesRepairedPercentage: 10,
            maxUnhealthyNodeThresholdPercentage: 20,
          },
          releaseVersion: '1.35.0-20260101',
        },
      ],
      addons: [
        {
          name: 'coredns',
          version: 'v1.12.4-eksbuild.2',
          configurationValues: '{"replicaCount":2}',
          resolveConflicts: 'overwrite',
        },
        {
          name: 'aws-ebs-csi-driver',
          version: 'v1.40.0-eksbuild.1',
          podIdentityAssociations: [
            { serviceAccountName: 'ebs-csi-controller-sa', roleARN: arn('role', 'ebs') },
          ],
        },
        {
          name: 'aws-efs-csi-driver',
          version: 'v2.1.0-eksbuild.1',
          serviceAccountRoleARN: arn('role', 'efs'),
        },
      ],
      capabilities: [
        {
          name: 'cd',
          type: 'ARGOCD',
          roleArn: arn('role', 'cd'),
          configuration: {
            argocd: {
              ...idc,
              networkAccess: { vpceIds: ['vpce-1'] },
              rbacRoleMappings: [{ role: 'ADMIN', identities: [{ id: 'u-1', type: 'SSO_USER' }] }],
            },
          },
        },
        { name: 'ack', type: 'ACK', roleArn: arn('role', 'ack') },
      ],
      identityProviders: [
        {
          type: 'oidc',
          name: 'corp',
          ...issuer,
          usernameClaim: 'email',
          usernamePrefix: 'corp:',
          groupsClaim: 'groups',
          groupsPrefix: 'corp:',
          requiredClaims: { tenant: 'shop' },
        },
      ],
    },
  },
  unsaid: {
    metadata: { version: '1.35' },
    more: {
      accessConfig: { accessEntries: [{ principalARN: arn('role', 'ann') }] },
      iam: {
        podIdentityAssociations: [
          { namespace: 'shop', serviceAccountName: 'till', roleARN: arn('role', 'till') },
        ],
      },
      managedNodeGroups: [{ ...roles, name: 'web', launchTemplate: { id: 'lt-1' } }],
      addons: [{ name: 'coredns', version: 'v1.12.4-eksbuild.2' }],
      capabilities: [
        { name: 'cd', type: 'ARGOCD', roleArn: arn('role', 'cd'), configuration: { argocd: idc } },
        { name: 'ack', type: 'ACK', roleArn: arn('role', 'ack') },
      ],
      identityProviders: [{ type: 'oidc', name: 'corp', ...issuer }],
    },
  },
  auto: {
    metadata: { version: '1.35' },
    more: {
      autoModeConfig: { enabled: true, nodePools: ['general-purpose'], nodeRoleARN: arn('role', 'auto') },
    },
  },
} as const;
export type Document = keyof typeof DOCUMENTS;
