import { parseClusterConfig } from '../../../domain/cluster-config/parse.ts';
import type { Account } from '../../../domain/desired/account.ts';
import { desiredFoundation } from '../../../domain/desired/foundation.ts';
import type { Resources } from '../../../domain/desired/template.ts';
import type { NewRole, ReachAccount } from './account.ts';
import { EVERYTHING } from './account.ts';
import { may, trusts } from './asks.ts';
import { ACCOUNT, REGION } from './resolve.ts';

const policies = (stage: string) => `arn:aws:iam::${ACCOUNT}:policy/eks-fleet/eks-fleet-${stage}`;

/** The account as the stage's functions are given it (functions/runtime/ports/account/account.ts). */
const accountOf = (stage: string): Account => ({
  accountId: ACCOUNT,
  partition: 'aws',
  region: REGION,
  availabilityZones: [`${REGION}a`, `${REGION}b`],
  permissionsBoundaryArn: `${policies(stage)}-cluster-boundary`,
  limitsPolicyArn: `${policies(stage)}-cluster-limits`,
});

let made = 0;

/** Roles that a document's roles stack asks for; undefined where the document is refused. */
function rolesOf(more: Record<string, unknown>, stage: string): readonly NewRole[] | undefined {
  made += 1;
  const document = {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: `reach${made}`, region: REGION, version: '1.35' },
    ...more,
  };
  const { config } = parseClusterConfig(document, 'reach.yaml', { today: '2026-11-24' });
  if (!config) return undefined;
  const resources: Resources = desiredFoundation(config, accountOf(stage)).roles?.template.Resources ?? {};
  return Object.values(resources)
    .filter(({ Type }) => Type === 'AWS::IAM::Role')
    .map(({ Properties = {} }) => ({
      name: String(Properties.RoleName),
      path: String(Properties.Path),
      trust: Properties.AssumeRolePolicyDocument,
      boundary: Properties.PermissionsBoundary as string | undefined,
      policies: (Properties.Policies ?? []) as unknown as NonNullable<NewRole['policies']>,
      attached: (Properties.ManagedPolicyArns ?? []) as unknown as readonly string[],
    }));
}

/** True where the stage's stacks role may make a role, as CloudFormation's handler does. */
function isMade(account: ReachAccount, stage: string, role: NewRole): boolean {
  const stacks = `arn:aws:iam::${ACCOUNT}:role/eks-fleet/eks-fleet-${stage}-stacks`;
  const resource = `arn:aws:iam::${ACCOUNT}:role${role.path}${role.name}`;
  const context = role.boundary === undefined ? {} : { 'iam:PermissionsBoundary': role.boundary };
  return may(
    account,
    stacks,
    { action: 'iam:CreateRole', resource, context },
    ...(role.policies ?? []).map(() => ({ action: 'iam:PutRolePolicy', resource, context })),
    ...(role.attached ?? []).map((policy) => ({
      action: 'iam:AttachRolePolicy',
      resource,
      context: { ...context, 'iam:PolicyARN': policy },
    })),
  );
}

async function make(account: ReachAccount, stage: string, roles: readonly NewRole[] | undefined) {
  const arns: string[] = [];
  for (const role of roles ?? []) if (isMade(account, stage, role)) arns.push(await account.addRole(role));
  return arns;
}

const association = { namespace: 'a', serviceAccountName: 'b' };
const every = { permissionPolicy: EVERYTHING };

/** A pod whose document grants it everything, within any boundary that it names; and a node likewise. */
const documentsWithin = (boundary: string | undefined): readonly Record<string, unknown>[] => {
  const named = (field: string) => (boundary === undefined ? {} : { [field]: boundary });
  return [
    { iam: { podIdentityAssociations: [{ ...association, ...every, ...named('permissionsBoundaryARN') }] } },
    {
      managedNodeGroups: [
        { name: 'n', iam: { attachPolicy: EVERYTHING, ...named('instanceRolePermissionsBoundary') } },
      ],
    },
    {
      capabilities: [{ name: 'c', type: 'ACK', attachPolicy: EVERYTHING, ...named('permissionsBoundary') }],
    },
  ];
};

/**
 * A role of a document, with something of the requester's that runs as it: who passes the role to which service, and
 * how.
 */
const NAMED: readonly {
  readonly document: (roleARN: string) => Record<string, unknown>;
  readonly by: string;
  readonly service: string;
  readonly start: string;
  readonly on: string;
}[] = [
  {
    document: (roleARN) => ({ iam: { podIdentityAssociations: [{ ...association, roleARN }] } }),
    by: 'create-apply-pod-identity-association',
    service: 'pods.eks.amazonaws.com',
    start: 'eks:CreatePodIdentityAssociation',
    on: `eks:${REGION}:${ACCOUNT}:cluster/shop`,
  },
  {
    document: (roleARN) => ({ managedNodeGroups: [{ name: 'n', iam: { instanceRoleARN: roleARN } }] }),
    by: 'create-apply-node-group',
    service: 'ec2.amazonaws.com',
    start: 'eks:CreateNodegroup',
    on: `eks:${REGION}:${ACCOUNT}:cluster/shop`,
  },
  {
    document: (roleArn) => ({ capabilities: [{ name: 'c', type: 'ACK', roleArn }] }),
    by: 'create-apply-capability',
    service: 'capabilities.eks.amazonaws.com',
    start: 'eks:CreateCapability',
    on: `eks:${REGION}:${ACCOUNT}:cluster/shop`,
  },
  {
    document: (roleARN) => ({
      remoteNetworkConfig: {
        vpcGatewayID: 'tgw-0123456789abcdef0',
        iam: { provider: 'IRA', caBundleCert: 'MII', roleARN },
        remoteNodeNetworks: [{ cidrs: ['10.80.0.0/16'] }],
      },
    }),
    by: 'stacks',
    service: 'rolesanywhere.amazonaws.com',
    start: 'rolesanywhere:CreateProfile',
    on: `rolesanywhere:${REGION}:${ACCOUNT}:profile/*`,
  },
];

function rolesNamed(account: ReachAccount, stage: string): readonly string[] {
  const isPassed = (roleArn: string, { document, by, service, start, on }: (typeof NAMED)[number]) =>
    rolesOf(document(roleArn), stage) !== undefined &&
    [service, 'eks.amazonaws.com'].some((passed) =>
      may(
        account,
        `arn:aws:iam::${ACCOUNT}:role/eks-fleet/eks-fleet-${stage}-${by}`,
        { action: 'iam:PassRole', resource: roleArn, context: { 'iam:PassedToService': passed } },
        { action: start, resource: `arn:aws:${on}` },
      ),
    );
  return [...account.roles.values()]
    .filter((role) => NAMED.some((way) => trusts(role, way.service) && isPassed(role.arn, way)))
    .map(({ arn }) => arn);
}

/** A role that the stage makes for a node, or a pod, of a document. */
export async function roleOf(
  account: ReachAccount,
  document: Record<string, unknown>,
  purpose: string,
): Promise<string> {
  const arns = await make(account, 'prod', rolesOf(document, 'prod'));
  const found = arns.find((arn) => arn.includes(purpose));
  if (!found) throw new Error(`the document makes no role for a ${purpose}: ${arns.join(', ')}`);
  return found;
}

/** Roles of pods and nodes that a document asks for: those that a requester can come to be. */
export async function rolesByDocument(account: ReachAccount, stage: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const boundary of [undefined, ...account.policyArns()])
    for (const document of documentsWithin(boundary)) {
      const made = await make(account, stage, rolesOf(document, stage));
      // Nothing of the requester's runs as the control plane's own.
      found.push(...made.filter((arn) => !arn.endsWith('-service')));
    }
  return [...new Set([...found, ...rolesNamed(account, stage)])];
}
