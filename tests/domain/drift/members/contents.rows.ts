import { arn, policyArn } from './documents.fixtures.ts';
import { back, left, noState, of, type Rows, refused, unsaid, untold } from './row.ts';

const NAMES = noState('It says which one');
const TOKEN = noState('It makes a repeated request one');
const ASKED = noState('How it is asked: nothing of it stays');
const TOLD_WITH = noState('A list is a whole: what is added and what is removed are told by the rows beside');
const web = 'nodeGroup/web';
const share = 'nodeGroup/share';
const ann = `accessEntry/${arn('role', 'ann')}`;
const till = 'podIdentityAssociation/shop/till';
const corp = 'identityProviderConfig/corp';
const ebs = 'addon/aws-ebs-csi-driver';
const taint = { key: 'only', value: 'web', effect: 'NO_SCHEDULE' };
const policy = { policyArn: policyArn('AmazonEKSViewPolicy') };
const shop = { type: 'namespace', namespaces: ['shop'] };
const granted = (...policies: readonly object[]) =>
  [ann, 'associatedAccessPolicies', policies, `${ann}.accessPolicies`] as const;
const override = {
  nodeMonitoringCondition: 'AcceleratedHardwareReady',
  nodeUnhealthyReason: 'NvidiaXID64Error',
  minRepairWaitTimeMins: 5,
  repairAction: 'Replace',
};
const overridden = (change: object) =>
  back(web, 'nodeRepairConfig.nodeRepairConfigOverrides', [{ ...override, ...change }]);
const cd = 'capability/cd.configuration';
const again = 'capabilities.cd.configuration';
const changedMapping = (change: object) =>
  refused(
    again,
    'capability/cd',
    'configuration.argoCd.rbacRoleMappings',
    [{ role: 'ADMIN', identities: [{ id: 'u-1', type: 'SSO_USER' }], ...change }],
    again,
  );
const addedMapping = of(
  'unsaid',
  unsaid('capability/cd', 'configuration.argoCd.rbacRoleMappings', [
    { role: 'ADMIN', identities: [{ id: 'u-2', type: 'SSO_USER' }] },
  ]),
);
const repairs = (member: string, value: unknown, group = web) => [
  back(group, `nodeRepairConfig.${member}`, value),
  unsaid(web, 'nodeRepairConfig', { enabled: false, [member]: value }),
];
const warm = (member: string, value: unknown) => [
  of('said', unsaid(web, 'warmPoolConfig', { [member]: value })),
  unsaid(web, 'warmPoolConfig', { [member]: value }),
];
const provider = (member: string, value: unknown, document: 'said' | 'unsaid' = 'said') =>
  document === 'said'
    ? refused('identityProviders.corp', corp, member, value, 'identityProviders.corp')
    : unsaid(corp, member, value);

export const contentRows: Rows = {
  'UpdateNodegroupConfig clusterName': [NAMES],
  'UpdateNodegroupConfig nodegroupName': [NAMES],
  'UpdateNodegroupConfig clientRequestToken': [TOKEN],
  'UpdateNodegroupConfig labels.addOrUpdateLabels': [
    back(web, 'labels.tier', 'other'),
    back(web, 'labels.debug', 'on'),
    of('unsaid', back(web, 'labels.debug', 'on')),
  ],
  'UpdateNodegroupConfig labels.removeLabels': [back(web, 'labels.tier', undefined)],
  'UpdateNodegroupConfig taints.addOrUpdateTaints[].key': [
    back(web, 'taints', [taint, { ...taint, key: 'other' }]),
    of('unsaid', back(web, 'taints', [taint])),
  ],
  'UpdateNodegroupConfig taints.addOrUpdateTaints[].value': [back(web, 'taints', [{ ...taint, value: 'x' }])],
  'UpdateNodegroupConfig taints.addOrUpdateTaints[].effect': [
    back(web, 'taints', [{ ...taint, effect: 'NO_EXECUTE' }]),
  ],
  'UpdateNodegroupConfig taints.removeTaints[].key': [back(web, 'taints', [])],
  'UpdateNodegroupConfig taints.removeTaints[].value': [TOLD_WITH],
  'UpdateNodegroupConfig taints.removeTaints[].effect': [TOLD_WITH],
  'UpdateNodegroupConfig scalingConfig.minSize': [back(web, 'scalingConfig.minSize', 0)],
  'UpdateNodegroupConfig scalingConfig.maxSize': [back(web, 'scalingConfig.maxSize', 9)],
  'UpdateNodegroupConfig scalingConfig.desiredSize': [
    untold('Between the bounds it is for autoscalers and people to say', web, 'scalingConfig.desiredSize', 3),
  ],
  'UpdateNodegroupConfig updateConfig.maxUnavailable': [
    back(web, 'updateConfig', { maxUnavailable: 5 }),
    unsaid(web, 'updateConfig', { maxUnavailable: 5 }),
  ],
  'UpdateNodegroupConfig updateConfig.maxUnavailablePercentage': [
    back(share, 'updateConfig', { maxUnavailablePercentage: 50 }),
    back(web, 'updateConfig', { maxUnavailablePercentage: 50 }),
    unsaid(web, 'updateConfig', { maxUnavailablePercentage: 50 }),
  ],
  'UpdateNodegroupConfig updateConfig.updateStrategy': [
    of('said', unsaid(web, 'updateConfig.updateStrategy', 'MINIMAL')),
    unsaid(web, 'updateConfig.updateStrategy', 'MINIMAL'),
  ],
  'UpdateNodegroupConfig nodeRepairConfig.enabled': [
    back(web, 'nodeRepairConfig.enabled', false),
    unsaid(web, 'nodeRepairConfig', { enabled: true }),
  ],
  'UpdateNodegroupConfig nodeRepairConfig.maxUnhealthyNodeThresholdCount': repairs(
    'maxUnhealthyNodeThresholdCount',
    7,
  ),
  'UpdateNodegroupConfig nodeRepairConfig.maxUnhealthyNodeThresholdPercentage': repairs(
    'maxUnhealthyNodeThresholdPercentage',
    70,
    share,
  ),
  'UpdateNodegroupConfig nodeRepairConfig.maxParallelNodesRepairedCount': repairs(
    'maxParallelNodesRepairedCount',
    7,
  ),
  'UpdateNodegroupConfig nodeRepairConfig.maxParallelNodesRepairedPercentage': repairs(
    'maxParallelNodesRepairedPercentage',
    70,
    share,
  ),
  'UpdateNodegroupConfig nodeRepairConfig.nodeRepairConfigOverrides[].nodeMonitoringCondition': [
    overridden({ nodeMonitoringCondition: 'KernelReady' }),
    unsaid(web, 'nodeRepairConfig', { enabled: false, nodeRepairConfigOverrides: [override] }),
  ],
  'UpdateNodegroupConfig nodeRepairConfig.nodeRepairConfigOverrides[].nodeUnhealthyReason': [
    overridden({ nodeUnhealthyReason: 'Other' }),
  ],
  'UpdateNodegroupConfig nodeRepairConfig.nodeRepairConfigOverrides[].minRepairWaitTimeMins': [
    overridden({ minRepairWaitTimeMins: 50 }),
  ],
  'UpdateNodegroupConfig nodeRepairConfig.nodeRepairConfigOverrides[].repairAction': [
    overridden({ repairAction: 'Reboot' }),
  ],
  'UpdateNodegroupConfig warmPoolConfig.enabled': warm('enabled', true),
  'UpdateNodegroupConfig warmPoolConfig.minSize': warm('minSize', 2),
  'UpdateNodegroupConfig warmPoolConfig.maxGroupPreparedCapacity': warm('maxGroupPreparedCapacity', 2),
  'UpdateNodegroupConfig warmPoolConfig.poolState': warm('poolState', 'STOPPED'),
  'UpdateNodegroupConfig warmPoolConfig.reuseOnScaleIn': warm('reuseOnScaleIn', true),

  'UpdateNodegroupVersion clusterName': [NAMES],
  'UpdateNodegroupVersion nodegroupName': [NAMES],
  'UpdateNodegroupVersion clientRequestToken': [TOKEN],
  'UpdateNodegroupVersion force': [ASKED],
  'UpdateNodegroupVersion version': [
    untold(
      'A document has one version, of the control plane; nodes follow by upgrades',
      web,
      'version',
      '1.34',
    ),
  ],
  'UpdateNodegroupVersion releaseVersion': [
    back(share, 'releaseVersion', '1.34.9-20260202'),
    left('A file behind its nodes is no wish to go back', share, 'releaseVersion', '1.35.0-20260202'),
    of(
      'unsaid',
      untold(
        'Images are renewed; a document that names none wants no certain one',
        web,
        'releaseVersion',
        'x',
      ),
    ),
  ],
  'UpdateNodegroupVersion launchTemplate.name': [
    noState('EKS takes another version of the template alone, not another template (UpdateNodegroupVersion)'),
  ],
  'UpdateNodegroupVersion launchTemplate.version': [back(web, 'launchTemplate.version', '4')],
  'UpdateNodegroupVersion launchTemplate.id': [
    refused(
      'managedNodeGroups.web.launchTemplate',
      web,
      'launchTemplate.id',
      'lt-2',
      'managedNodeGroups.web',
    ),
  ],

  'UpdateAddon clusterName': [NAMES],
  'UpdateAddon addonName': [NAMES],
  'UpdateAddon clientRequestToken': [TOKEN],
  'UpdateAddon resolveConflicts': [ASKED],
  'UpdateAddon addonVersion': [
    back('addon/coredns', 'addonVersion', 'v1.12.3-eksbuild.1'),
    left(
      'A file behind its cluster is no wish to go back',
      'addon/coredns',
      'addonVersion',
      'v1.13.0-eksbuild.1',
    ),
  ],
  'UpdateAddon serviceAccountRoleArn': [
    back('addon/aws-efs-csi-driver', 'serviceAccountRoleArn', arn('role', 'other')),
    unsaid('addon/coredns', 'serviceAccountRoleArn', arn('role', 'other')),
  ],
  'UpdateAddon configurationValues': [
    back('addon/coredns', 'configurationValues', '{"replicaCount":9}'),
    back('addon/coredns', 'configurationValues', undefined),
    unsaid('addon/coredns', 'configurationValues', '{"replicaCount":9}'),
  ],
  'UpdateAddon podIdentityAssociations[].serviceAccount': [
    back(ebs, 'podIdentityAssociations', [{ serviceAccount: 'x', roleArn: arn('role', 'ebs') }]),
    back(ebs, 'podIdentityAssociations', []),
    unsaid('addon/coredns', 'podIdentityAssociations', [{ serviceAccount: 'x', roleArn: arn('role', 'x') }]),
  ],
  'UpdateAddon podIdentityAssociations[].roleArn': [
    back(ebs, 'podIdentityAssociations', [
      { serviceAccount: 'ebs-csi-controller-sa', roleArn: arn('role', 'x') },
    ]),
  ],

  'UpdateAccessEntry clusterName': [NAMES],
  'UpdateAccessEntry principalArn': [NAMES],
  'UpdateAccessEntry clientRequestToken': [TOKEN],
  'UpdateAccessEntry kubernetesGroups': [
    back(ann, 'kubernetesGroups', ['viewers', 'admins']),
    back(ann, 'kubernetesGroups', []),
    unsaid(ann, 'kubernetesGroups', ['admins']),
  ],
  'UpdateAccessEntry username': [back(ann, 'username', 'eve'), unsaid(ann, 'username', 'eve')],

  'AssociateAccessPolicy clusterName': [NAMES],
  'AssociateAccessPolicy principalArn': [NAMES],
  'AssociateAccessPolicy policyArn': [
    back(
      ...granted(
        { ...policy, accessScope: shop },
        { policyArn: policyArn('AmazonEKSAdminPolicy'), accessScope: shop },
      ),
    ),
    back(...granted()),
    of('unsaid', back(...granted({ ...policy, accessScope: shop }))),
  ],
  'AssociateAccessPolicy accessScope.type': [
    back(...granted({ ...policy, accessScope: { type: 'cluster' } })),
  ],
  'AssociateAccessPolicy accessScope.namespaces': [
    back(...granted({ ...policy, accessScope: { ...shop, namespaces: ['shop', 'kube-system'] } })),
  ],

  'UpdatePodIdentityAssociation clusterName': [NAMES],
  'UpdatePodIdentityAssociation associationId': [NAMES],
  'UpdatePodIdentityAssociation clientRequestToken': [TOKEN],
  'UpdatePodIdentityAssociation roleArn': [back(till, 'roleArn', arn('role', 'x'))],
  'UpdatePodIdentityAssociation disableSessionTags': [
    back(till, 'disableSessionTags', false),
    unsaid(till, 'disableSessionTags', true),
  ],
  'UpdatePodIdentityAssociation targetRoleArn': [
    back(till, 'targetRoleArn', arn('role', 'x')),
    unsaid(till, 'targetRoleArn', arn('role', 'x')),
  ],
  'UpdatePodIdentityAssociation policy': [
    back(till, 'policy', '{}'),
    unsaid(till, 'policy', '{"Version":"x"}'),
  ],

  'UpdateCapability clusterName': [NAMES],
  'UpdateCapability capabilityName': [NAMES],
  'UpdateCapability clientRequestToken': [TOKEN],
  'UpdateCapability roleArn': [back('capability/ack', 'roleArn', arn('role', 'x'))],
  'UpdateCapability deletePropagationPolicy': [noState('EKS knows one, RETAIN')],
  'UpdateCapability configuration.argoCd.rbacRoleMappings.addOrUpdateRoleMappings[].role': [
    changedMapping({ role: 'VIEWER' }),
    addedMapping,
  ],
  'UpdateCapability configuration.argoCd.rbacRoleMappings.addOrUpdateRoleMappings[].identities[].id': [
    changedMapping({ identities: [{ id: 'u-9', type: 'SSO_USER' }] }),
  ],
  'UpdateCapability configuration.argoCd.rbacRoleMappings.addOrUpdateRoleMappings[].identities[].type': [
    changedMapping({ identities: [{ id: 'u-1', type: 'SSO_GROUP' }] }),
  ],
  'UpdateCapability configuration.argoCd.rbacRoleMappings.removeRoleMappings[].role': [
    refused(again, 'capability/cd', 'configuration.argoCd.rbacRoleMappings', [], again),
  ],
  'UpdateCapability configuration.argoCd.rbacRoleMappings.removeRoleMappings[].identities[].id': [TOLD_WITH],
  'UpdateCapability configuration.argoCd.rbacRoleMappings.removeRoleMappings[].identities[].type': [
    TOLD_WITH,
  ],
  'UpdateCapability configuration.argoCd.networkAccess.vpceIds': [
    refused(again, 'capability/cd', 'configuration.argoCd.networkAccess', { vpceIds: ['vpce-9'] }, again),
    unsaid('capability/cd', 'configuration.argoCd.networkAccess', { vpceIds: ['vpce-9'] }, cd),
  ],
  'UpdateCapability configuration.ack.enableCrossNamespace': [
    unsaid('capability/ack', 'configuration', { ack: { enableCrossNamespace: true } }),
  ],
  'UpdateCapability configuration.ack.disabledServices': [
    unsaid('capability/ack', 'configuration', { ack: { disabledServices: ['s3'] } }),
  ],

  'AssociateIdentityProviderConfig clusterName': [NAMES],
  'AssociateIdentityProviderConfig clientRequestToken': [TOKEN],
  'AssociateIdentityProviderConfig oidc.identityProviderConfigName': [NAMES],
  'AssociateIdentityProviderConfig oidc.issuerUrl': [provider('issuerUrl', 'https://other.example.com')],
  'AssociateIdentityProviderConfig oidc.clientId': [provider('clientId', 'x')],
  'AssociateIdentityProviderConfig oidc.usernameClaim': [
    provider('usernameClaim', 'sub'),
    provider('usernameClaim', 'email', 'unsaid'),
  ],
  'AssociateIdentityProviderConfig oidc.usernamePrefix': [
    provider('usernamePrefix', '-'),
    provider('usernamePrefix', '-', 'unsaid'),
  ],
  'AssociateIdentityProviderConfig oidc.groupsClaim': [
    provider('groupsClaim', 'roles'),
    provider('groupsClaim', 'roles', 'unsaid'),
  ],
  'AssociateIdentityProviderConfig oidc.groupsPrefix': [
    provider('groupsPrefix', '-'),
    provider('groupsPrefix', '-', 'unsaid'),
  ],
  'AssociateIdentityProviderConfig oidc.requiredClaims': [
    provider('requiredClaims', { tenant: 'x' }),
    provider('requiredClaims', { tenant: 'x' }, 'unsaid'),
  ],
  'AssociateIdentityProviderConfig tags': [back(corp, 'tags', {})],
};
