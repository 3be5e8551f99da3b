/** Parts that the documents of every-field.fixtures.ts share. */
export const arn = (kind: string, name: string) => `arn:aws:iam::111122223333:${kind}/${name}`;
export const policyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: '*' }],
};
export const wellKnown = {
  autoScaler: true,
  awsLoadBalancerController: true,
  certManager: true,
  ebsCSIController: true,
  efsCSIController: true,
  externalDNS: true,
  imageBuilder: true,
};

export const head = (more: Record<string, unknown> = {}) => ({
  apiVersion: 'eksctl.io/v1alpha5',
  kind: 'ClusterConfig',
  metadata: { name: 'shop', region: 'us-west-2', ...more },
});

export const nodeGroupBase = {
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
