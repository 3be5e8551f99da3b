import type { Operation } from '../../service.ts';
import { type Account, encodedDocument, pageOf } from '../account.ts';
import { assertName, limitExceeded, noSuchEntity } from '../errors.ts';
import { parsePolicy } from '../policies/document.ts';
import { assertModifiable, assertPolicyExists } from './roles.ts';

interface InlineInput {
  readonly RoleName: string;
  readonly PolicyName: string;
  readonly PolicyDocument: string;
}

interface AttachInput {
  readonly RoleName: string;
  readonly PolicyArn: string;
}

interface ListInput {
  readonly RoleName: string;
  readonly PathPrefix?: string;
  readonly Marker?: string;
  readonly MaxItems?: number;
}

/** Characters of a policy without its white space, which IAM does not count (IAM guide, "IAM quotas"). */
export const sizeOf = (document: string): number => document.replace(/\s/g, '').length;

const pathOf = (policyArn: string): string =>
  policyArn.slice(policyArn.indexOf('/'), policyArn.lastIndexOf('/') + 1);

export function rolePolicyOperations(account: Account): Record<string, Operation> {
  return {
    PutRolePolicy: ({ RoleName, PolicyName, PolicyDocument }: InlineInput) => {
      const role = account.role(assertName('roleName', RoleName, 64));
      assertName('policyName', PolicyName, 128);
      assertModifiable(role);
      parsePolicy(PolicyDocument, 'identity');
      const others = [...role.inlinePolicies].filter(([name]) => name !== PolicyName);
      const size = others.reduce((sum, [, document]) => sum + sizeOf(document), sizeOf(PolicyDocument));
      if (size > 10_240)
        throw limitExceeded(`Maximum policy size of 10240 bytes exceeded for role ${RoleName}`);
      role.inlinePolicies.set(PolicyName, PolicyDocument);
      account.changed(role);
      return {};
    },
    GetRolePolicy: ({ RoleName, PolicyName }: InlineInput) => {
      const document = account.role(RoleName).inlinePolicies.get(PolicyName);
      if (document === undefined)
        throw noSuchEntity(`The role policy with name ${PolicyName} cannot be found.`);
      return { RoleName, PolicyName, PolicyDocument: encodedDocument(document) };
    },
    DeleteRolePolicy: ({ RoleName, PolicyName }: InlineInput) => {
      const role = account.role(RoleName);
      assertModifiable(role);
      if (!role.inlinePolicies.delete(PolicyName)) {
        throw noSuchEntity(`The role policy with name ${PolicyName} cannot be found.`);
      }
      account.changed(role);
      return {};
    },
    ListRolePolicies: (input: ListInput) => {
      const { items, paging } = pageOf([...account.role(input.RoleName).inlinePolicies.keys()].sort(), input);
      return { PolicyNames: [...items], ...paging };
    },
    AttachRolePolicy: ({ RoleName, PolicyArn }: AttachInput) => {
      const role = account.role(assertName('roleName', RoleName, 64));
      assertModifiable(role);
      assertPolicyExists(account, PolicyArn, `Policy ${PolicyArn} does not exist or is not attachable.`);
      if (role.attachedPolicies.has(PolicyArn)) return {};
      account.assertQuota('PoliciesPerRole', 10, role.attachedPolicies.size);
      role.attachedPolicies.add(PolicyArn);
      account.changed(role);
      return {};
    },
    DetachRolePolicy: ({ RoleName, PolicyArn }: AttachInput) => {
      const role = account.role(RoleName);
      assertModifiable(role);
      if (!role.attachedPolicies.delete(PolicyArn)) throw noSuchEntity(`Policy ${PolicyArn} was not found.`);
      account.changed(role);
      return {};
    },
    ListAttachedRolePolicies: (input: ListInput) => {
      const attached = [...account.role(input.RoleName).attachedPolicies]
        .filter((arn) => pathOf(arn).startsWith(input.PathPrefix ?? '/'))
        .map((PolicyArn) => ({ PolicyName: PolicyArn.slice(PolicyArn.lastIndexOf('/') + 1), PolicyArn }));
      const { items, paging } = pageOf(attached, input);
      return { AttachedPolicies: [...items], ...paging };
    },
  };
}
