import type { IamService } from '../../../simulator/iam/iam.ts';
import type { RoleAssumption } from '../../../simulator/iam/roles/assume.ts';
import type { Role } from '../../../simulator/iam/state.ts';
import { iamWorld } from '../../simulator/iam/world.ts';
import { ACCOUNT, type CompiledTemplate, REGION, resolver } from './resolve.ts';

export interface StageTemplates {
  readonly stage: string;
  readonly global: CompiledTemplate;
  readonly regional: CompiledTemplate;
}

/** A resource that runs as a role that somebody has passed to it, and keeps it. */
export interface Holder {
  readonly kind: 'function' | 'stateMachine' | 'stack' | 'instance' | 'build';
  readonly arn: string;
  readonly roleArn: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** An account with fleets of some stages, a cluster of each, and things of its own. */
export interface ReachAccount {
  readonly iam: IamService & RoleAssumption;
  readonly roles: ReadonlyMap<string, Role>;
  readonly holders: readonly Holder[];
  /** Statements of a bus's policies. */
  readonly busPolicies: ReadonlyMap<
    string,
    { readonly Version: string; readonly Statement: readonly unknown[] }
  >;
  /** ARNs of customer managed policies. */
  policyArns(): readonly string[];
  addRole(given: NewRole): Promise<string>;
}

export interface NewRole {
  readonly name: string;
  readonly path: string;
  readonly trust: unknown;
  readonly boundary?: string | undefined;
  readonly policies?: readonly { readonly PolicyName: string; readonly PolicyDocument: unknown }[];
  readonly attached?: readonly string[];
}

const roleArn = (path: string, name: string) => `arn:aws:iam::${ACCOUNT}:role${path}${name}`;
export const document = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });
export const trusting = (Service: string) =>
  document({ Effect: 'Allow', Principal: { Service }, Action: ['sts:AssumeRole', 'sts:TagSession'] });
export const EVERYTHING = document({ Effect: 'Allow', Action: '*', Resource: '*' });
const ofBucket = document({ Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::company/*' });

/** Roles of the account's own, as accounts have them, by the services that they trust. */
const OWN_ROLES: readonly NewRole[] = [
  { name: 'own-instances', path: '/', trust: trusting('ec2.amazonaws.com') },
  { name: 'own-pods', path: '/', trust: trusting('pods.eks.amazonaws.com') },
  { name: 'own-capability', path: '/', trust: trusting('capabilities.eks.amazonaws.com') },
  { name: 'own-control-plane', path: '/', trust: trusting('eks.amazonaws.com') },
  { name: 'own-hybrid', path: '/', trust: trusting('rolesanywhere.amazonaws.com') },
  ...['lambda', 'states', 'cloudformation', 'scheduler', 'events', 'codebuild', 'glue', 'ecs-tasks'].map(
    (service) => ({
      name: `admin-${service}`,
      path: '/',
      trust: trusting(`${service}.amazonaws.com`),
      attached: ['arn:aws:iam::aws:policy/AdministratorAccess'],
    }),
  ),
  {
    name: 'admin-account',
    path: '/',
    trust: document({
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
      Action: 'sts:AssumeRole',
    }),
    attached: ['arn:aws:iam::aws:policy/AdministratorAccess'],
  },
  {
    name: 'team',
    path: '/eks-fleet-requesters/',
    trust: trusting('sso.amazonaws.com'),
    policies: [
      {
        PolicyName: 'requests',
        PolicyDocument: document({
          Effect: 'Allow',
          Action: 'events:PutEvents',
          Resource: `arn:aws:events:*:${ACCOUNT}:event-bus/eks-fleet-prod`,
        }),
      },
    ],
  },
];
const adminHolder = (kind: Holder['kind'], service: string, resource: string): Holder => ({
  kind,
  arn: `arn:aws:${resource}`,
  roleArn: roleArn('/', service),
});
const OWN_HOLDERS: readonly Holder[] = [
  adminHolder('function', 'admin-lambda', `lambda:${REGION}:${ACCOUNT}:function:billing`),
  adminHolder('stateMachine', 'admin-states', `states:${REGION}:${ACCOUNT}:stateMachine:billing`),
  adminHolder('stack', 'admin-cloudformation', `cloudformation:${REGION}:${ACCOUNT}:stack/vendor/1`),
  adminHolder('build', 'admin-codebuild', `codebuild:${REGION}:${ACCOUNT}:project/billing`),
  adminHolder('instance', 'own-instances', `ec2:${REGION}:${ACCOUNT}:instance/i-1`),
];

/**
 * The statement of AdministratorAccess, whose document this project does not hold: `*` on `*` (AWS managed policy
 * reference).
 */
const ADMINISTRATOR_ACCESS = 'arn:aws:iam::aws:policy/AdministratorAccess';

function holdersOf({ stage, regional }: StageTemplates): readonly Holder[] {
  const { ofType } = resolver(regional);
  const stacks = roleArn('/eks-fleet/', `eks-fleet-${stage}-stacks`);
  const stack = (name: string, tags: Readonly<Record<string, string>>): Holder => ({
    kind: 'stack',
    arn: `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/${name}/1`,
    roleArn: stacks,
    tags,
  });
  return [
    ...ofType('AWS::Lambda::Function').map(({ arn, properties }) => ({
      kind: 'function' as const,
      arn,
      roleArn: String(properties.Role),
    })),
    ...ofType('AWS::StepFunctions::StateMachine').map(({ arn, properties }) => ({
      kind: 'stateMachine' as const,
      arn,
      roleArn: String(properties.RoleArn),
    })),
    stack(`eks-fleet-shop-${stage}-network`, { 'eks-fleet.dev/cluster': `shop-${stage}` }),
    stack(`eks-fleet-${stage}-forwarder-vpc-1`, { 'eks-fleet.dev/vpc': 'vpc-1' }),
    // An administrator may have given the deployment's own stacks a service role.
    ...[`eks-fleet-${stage}`, `eks-fleet-global-${stage}`].map((name) => ({
      ...stack(name, {}),
      roleArn: roleArn('/', 'admin-cloudformation'),
    })),
  ];
}

type Policies = NonNullable<NewRole['policies']>;

/** Makes the account: the roles and policies are put in by IAM's own operations, as the administrator. */
export async function reachAccount(stages: readonly StageTemplates[]): Promise<ReachAccount> {
  const { iam, state, call } = iamWorld();
  const addRole = async ({ name, path, trust, boundary, policies = [], attached = [] }: NewRole) => {
    await call('CreateRole', {
      RoleName: name,
      Path: path,
      AssumeRolePolicyDocument: JSON.stringify(trust),
      ...(boundary === undefined ? {} : { PermissionsBoundary: boundary }),
    });
    const administers = attached.includes(ADMINISTRATOR_ACCESS)
      ? [{ PolicyName: 'administrator', PolicyDocument: EVERYTHING }]
      : [];
    for (const { PolicyName, PolicyDocument } of [...policies, ...administers])
      await call('PutRolePolicy', {
        RoleName: name,
        PolicyName,
        PolicyDocument: JSON.stringify(PolicyDocument),
      });
    for (const PolicyArn of attached.filter((arn) => arn !== ADMINISTRATOR_ACCESS))
      await call('AttachRolePolicy', { RoleName: name, PolicyArn });
    const role = state.roles.get(name) as Role;
    // Nobody waits here for IAM to be seen by all services.
    Object.assign(role, { visibleAt: 0 });
    return role.arn;
  };
  const addPolicy = (path: string, name: string, body: unknown) =>
    call('CreatePolicy', { PolicyName: name, Path: path, PolicyDocument: JSON.stringify(body) });
  await addPolicy('/', 'own-everything', EVERYTHING);
  await addPolicy('/', 'own-bucket', ofBucket);
  const busPolicies = new Map<string, { Version: string; Statement: unknown[] }>();
  for (const { global, regional } of stages) {
    const { ofType } = resolver(global);
    for (const { properties } of ofType('AWS::IAM::ManagedPolicy'))
      await addPolicy(
        String(properties.Path),
        String(properties.ManagedPolicyName),
        properties.PolicyDocument,
      );
    // A trust policy names roles that are there.
    const byTrust = (role: { readonly properties: object }) =>
      JSON.stringify(role).includes('"AWS":') ? 1 : 0;
    for (const { name, properties } of ofType('AWS::IAM::Role').sort(
      (one, other) => byTrust(one) - byTrust(other),
    ))
      await addRole({
        name,
        path: String(properties.Path),
        trust: properties.AssumeRolePolicyDocument,
        boundary: properties.PermissionsBoundary as string,
        policies: (properties.Policies ?? []) as Policies,
        attached: (properties.ManagedPolicyArns ?? []) as readonly string[],
      });
    for (const template of [global, regional])
      for (const { properties } of resolver(template).ofType('AWS::Events::EventBusPolicy')) {
        const arn = `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/${String(properties.EventBusName)}`;
        const held = busPolicies.get(arn) ?? { Version: '2012-10-17', Statement: [] };
        held.Statement.push(properties.Statement);
        busPolicies.set(arn, held);
      }
  }
  for (const role of OWN_ROLES) await addRole(role);
  return {
    iam,
    roles: state.roles,
    holders: [...stages.flatMap(holdersOf), ...OWN_HOLDERS],
    busPolicies,
    policyArns: () => [...state.policies.keys()],
    addRole,
  };
}
