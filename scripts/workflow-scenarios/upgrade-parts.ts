import { apply, document, ended, region, remove } from './by-hand.ts';
import { functionIsThere, functionNamed, machineIsThere, machineNamed } from './hooks.ts';
import { ask, at, bare, to135, web, workflows } from './upgrade-asks.ts';
import type { WorkflowScenario } from './workflow-scenario.ts';

/** Add-ons with all that an upgrade must leave as it is: a role, an association, values. */
const kept = document('kept', {
  iam: { withOIDC: true },
  addonsConfig: { disableDefaultAddons: true },
  addons: [
    {
      ...{ name: 'vpc-cni', version: 'v1.19.6-eksbuild.7' },
      attachPolicyARNs: ['arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy'],
    },
    { name: 'eks-pod-identity-agent' },
    {
      ...{ name: 'aws-ebs-csi-driver', version: 'v1.46.0-eksbuild.1' },
      useDefaultPodIdentityAssociations: true,
    },
    { name: 'coredns', version: 'v1.11.4-eksbuild.24', configurationValues: '{"replicaCount":3}' },
  ],
  managedNodeGroups: [{ name: 'web', minSize: 1, desiredCapacity: 1, maxSize: 2 }],
});

/** Upgrades whose hooks, add-ons and insights take ways of their own. */
export const upgradeParts: readonly WorkflowScenario[] = [
  {
    name: 'an upgrade with hooks',
    workflows,
    documents: [bare],
    before: [apply(bare), ...machineIsThere('smoke', 60), ...functionIsThere('smoke', 'answers')],
    request: [
      ask('bare', {
        ...to135,
        hooks: { before: machineNamed('smoke', 10), afterControlPlane: functionNamed('smoke') },
      }),
    ],
    after: [at('bare', '1.35'), ended('upgrade', 'Succeeded')],
    afterStop: [at('bare', '1.35')],
    newer: [remove('bare')],
  },
  {
    name: 'an upgrade whose hook comes to no end',
    workflows,
    documents: [bare],
    before: [apply(bare), ...machineIsThere('slow', 7200)],
    request: [ask('bare', { ...to135, hooks: { before: machineNamed('slow', 1) } })],
    after: [at('bare', '1.34'), ended('upgrade', 'Failed', 'has not ended within 1 minute')],
    newer: [remove('bare')],
  },
  {
    name: 'an upgrade whose hook fails once the control plane has moved',
    workflows,
    documents: [bare],
    before: [apply(bare), ...functionIsThere('smoke', 'fails')],
    request: [ask('bare', { ...to135, hooks: { afterControlPlane: functionNamed('smoke') } })],
    after: [at('bare', '1.35'), ended('upgrade', 'Failed', 'the shop does not answer')],
    newer: [remove('bare')],
  },
  {
    name: 'an upgrade of add-ons with roles, associations and values of their own',
    workflows,
    documents: [kept],
    before: [apply(kept)],
    request: [ask('kept', to135)],
    after: [at('kept', '1.35'), ended('upgrade', 'Succeeded')],
    afterStop: [at('kept', '1.35')],
    newer: [remove('kept')],
  },
  {
    name: 'an upgrade that EKS fails an add-on of, and the one after it',
    workflows,
    documents: [web],
    before: [apply(web), { fault: { kind: 'update-fails', region, name: 'kube-proxy', times: 1 } }],
    request: [
      ask('web', to135),
      { recover: 'all' },
      ask('web', {
        ...to135,
        waivers: [
          {
            finding: 'addon-unhealthy/kube-proxy',
            until: '2027-01-01T00:00:00Z',
            reason: 'it is tried again',
          },
        ],
      }),
    ],
    after: [at('web', '1.35'), ended('upgrade', 'Succeeded')],
    afterStop: [at('web', '1.35')],
    newer: [remove('web')],
  },
  {
    name: 'an upgrade past an insight that EKS refuses it for',
    workflows,
    documents: [bare],
    before: [
      apply(bare),
      { eksAnswers: { region, enforcesUpgradeInsights: true } },
      {
        insight: {
          ...{ cluster: 'bare', region, id: 'red', name: 'Red', category: 'UPGRADE_READINESS' },
          ...{ kubernetesVersion: '1.35', status: 'ERROR', reason: 'this breaks' },
        },
      },
    ],
    request: [
      ask('bare', {
        ...to135,
        waivers: [{ finding: 'insight-error/Red', until: '2027-01-01T00:00:00Z', reason: 'a drill' }],
        consents: ['skipInsights'],
      }),
    ],
    after: [at('bare', '1.35'), ended('upgrade', 'Succeeded')],
    afterStop: [at('bare', '1.35')],
    newer: [remove('bare')],
  },
];
