import type { Authorization } from '../service.ts';
import type { Account, Tag } from './account.ts';
import { serviceLinkedRoleName } from './roles/service-linked.ts';

type Context = Record<string, string | readonly string[]>;
type Input = Readonly<Record<string, unknown>>;

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** `aws:RequestTag/…` and `aws:TagKeys` of a request. */
function tagContext(input: Input): Context {
  const context: Context = {};
  const tags = Array.isArray(input.Tags) ? (input.Tags as readonly Tag[]) : [];
  const keys = [
    ...tags.map(({ Key }) => Key),
    ...(Array.isArray(input.TagKeys) ? (input.TagKeys as string[]) : []),
  ];
  for (const { Key, Value } of tags) context[`aws:RequestTag/${Key}`] = Value;
  if (keys.length > 0) context['aws:TagKeys'] = keys;
  return context;
}

function resourceTags(tags: ReadonlyMap<string, string> | undefined): Context {
  const entries = [...(tags ?? [])].flatMap(([key, value]) => [
    [`aws:ResourceTag/${key}`, value],
    [`iam:ResourceTag/${key}`, value],
  ]);
  return Object.fromEntries(entries);
}

/**
 * Permissions that IAM's own operations need (Service Authorization Reference, "AWS Identity and Access Management").
 */
export function authorizeIam(
  account: Account,
): (operation: string, input: Input) => readonly Authorization[] {
  return (operation, input) => {
    const action = `iam:${operation}`;
    const { resource, context } = subjectOf(account, operation, input);
    const authorizations: Authorization[] = [
      { action, resource, context: { ...context, ...tagContext(input) } },
    ];
    const roleName = text(input.RoleName);
    if (operation === 'AddRoleToInstanceProfile' && roleName !== undefined) {
      const role = roleSubject(account, input);
      authorizations.push({
        action: 'iam:PassRole',
        resource: role.resource,
        context: { 'iam:PassedToService': 'ec2.amazonaws.com' },
      });
    }
    // Tags given on creation need the tagging action too, on the same resource.
    const create = /^Create(Role|Policy|InstanceProfile|OpenIDConnectProvider)$/.exec(operation);
    if (create && Array.isArray(input.Tags) && input.Tags.length > 0) {
      authorizations.push({ action: `iam:Tag${create[1]}`, resource, context: tagContext(input) });
    }
    return authorizations;
  };
}

interface Subject {
  readonly resource: string;
  readonly context: Context;
}

function subjectOf(account: Account, operation: string, input: Input): Subject {
  if (operation === 'CreateServiceLinkedRole') {
    const service = text(input.AWSServiceName) ?? '';
    const name = serviceLinkedRoleName(service, text(input.CustomSuffix));
    const resource = account.arn(`role/aws-service-role/${service}/${name}`);
    return { resource, context: { 'iam:AWSServiceName': service } };
  }
  if (operation === 'ListRoles')
    return { resource: account.arn(`role${text(input.PathPrefix) ?? '/'}`), context: {} };
  if (operation === 'ListPolicies' || operation === 'ListOpenIDConnectProviders')
    return { resource: '*', context: {} };
  if (operation === 'ListInstanceProfiles') {
    return { resource: account.arn(`instance-profile${text(input.PathPrefix) ?? '/'}`), context: {} };
  }
  if (text(input.InstanceProfileName) !== undefined) return profileSubject(account, input);
  if (text(input.RoleName) !== undefined) return roleSubject(account, input);
  return policyOrProviderSubject(account, input);
}

function roleSubject(account: Account, input: Input): Subject {
  const name = text(input.RoleName) ?? '';
  const role = account.state.roles.get(name);
  const context = resourceTags(role?.tags);
  const boundary = text(input.PermissionsBoundary) ?? role?.permissionsBoundary;
  if (boundary !== undefined) context['iam:PermissionsBoundary'] = boundary;
  const policyArn = text(input.PolicyArn);
  if (policyArn !== undefined) context['iam:PolicyARN'] = policyArn;
  return { resource: role?.arn ?? account.arn(`role${text(input.Path) ?? '/'}${name}`), context };
}

function profileSubject(account: Account, input: Input): Subject {
  const name = text(input.InstanceProfileName) ?? '';
  const profile = account.state.instanceProfiles.get(name);
  const resource = profile?.arn ?? account.arn(`instance-profile${text(input.Path) ?? '/'}${name}`);
  return { resource, context: resourceTags(profile?.tags) };
}

function policyOrProviderSubject(account: Account, input: Input): Subject {
  const policyArn = text(input.PolicyArn);
  if (policyArn !== undefined) {
    return { resource: policyArn, context: resourceTags(account.state.policies.get(policyArn)?.tags) };
  }
  const name = text(input.PolicyName);
  if (name !== undefined)
    return { resource: account.arn(`policy${text(input.Path) ?? '/'}${name}`), context: {} };
  const url = text(input.Url)
    ?.replace(/^https:\/\//, '')
    .replace(/\/$/, '');
  const arn = text(input.OpenIDConnectProviderArn) ?? account.arn(`oidc-provider/${url ?? ''}`);
  return { resource: arn, context: resourceTags(account.state.openIdConnectProviders.get(arn)?.tags) };
}
