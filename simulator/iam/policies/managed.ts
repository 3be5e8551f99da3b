import type { Operation } from '../../service.ts';
import { type Account, encodedDocument, pageOf, type Tag, tagMap, tagsOf } from '../account.ts';
import {
  alreadyExists,
  assertName,
  deleteConflict,
  invalidInput,
  limitExceeded,
  noSuchEntity,
} from '../errors.ts';
import { sizeOf } from '../roles/policies.ts';
import type { ManagedPolicy } from '../state.ts';
import { awsManagedPolicy, awsManagedPolicyIsHeld, awsManagedPolicyName } from './aws-managed.ts';
import { parsePolicy } from './document.ts';

interface CreatePolicyInput {
  readonly PolicyName: string;
  readonly PolicyDocument: string;
  readonly Path?: string;
  readonly Description?: string;
  readonly Tags?: readonly Tag[];
}

interface PolicyInput {
  readonly PolicyArn: string;
}

function attachmentCounts(
  account: Account,
  policyArn: string,
): { AttachmentCount: number; PermissionsBoundaryUsageCount: number } {
  const roles = [...account.state.roles.values()];
  return {
    AttachmentCount: roles.filter(({ attachedPolicies }) => attachedPolicies.has(policyArn)).length,
    PermissionsBoundaryUsageCount: roles.filter(
      ({ permissionsBoundary }) => permissionsBoundary === policyArn,
    ).length,
  };
}

function policyOutput(account: Account, policy: ManagedPolicy): Record<string, unknown> {
  return {
    PolicyName: policy.policyName,
    PolicyId: policy.policyId,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    ...attachmentCounts(account, policy.arn),
    IsAttachable: true,
    ...(policy.description === undefined ? {} : { Description: policy.description }),
    CreateDate: new Date(policy.createDate),
    UpdateDate: new Date(policy.updateDate),
    Tags: tagsOf(policy.tags),
  };
}

function ownPolicy(account: Account, policyArn: string): ManagedPolicy {
  const policy = account.state.policies.get(policyArn);
  if (!policy) throw noSuchEntity(`Policy ${policyArn} was not found.`);
  return policy;
}

function checkedDocument(document: string): string {
  parsePolicy(document, 'identity');
  if (sizeOf(document) > 6144) throw limitExceeded('Cannot exceed quota for PolicySize: 6144');
  return document;
}

export function managedPolicyOperations(account: Account): Record<string, Operation> {
  const { state } = account;
  return {
    CreatePolicy: (input: CreatePolicyInput) => {
      assertName('policyName', input.PolicyName, 128);
      const path = input.Path ?? '/';
      const arn = account.arn(`policy${path}${input.PolicyName}`);
      if ([...state.policies.values()].some(({ policyName }) => policyName === input.PolicyName)) {
        throw alreadyExists(
          `A policy called ${input.PolicyName} already exists. Duplicate names are not allowed.`,
        );
      }
      const document = checkedDocument(input.PolicyDocument);
      account.assertQuota('PoliciesPerAccount', 1500, state.policies.size);
      const createDate = account.now();
      const policy: ManagedPolicy = {
        policyName: input.PolicyName,
        policyId: account.id('ANPA'),
        arn,
        path,
        description: input.Description,
        createDate,
        updateDate: createDate,
        versions: new Map([['v1', { document, createDate }]]),
        defaultVersionId: 'v1',
        nextVersion: 2,
        tags: tagMap(input.Tags),
      };
      state.policies.set(arn, policy);
      return { Policy: policyOutput(account, policy) };
    },
    GetPolicy: ({ PolicyArn }: PolicyInput) => {
      const own = state.policies.get(PolicyArn);
      if (own) return { Policy: policyOutput(account, own) };
      const named = awsManagedPolicyName(PolicyArn);
      if (!named) throw noSuchEntity(`Policy ${PolicyArn} was not found.`);
      // If the policy's document is not held, its version is not known: the answer only tells that it is there.
      const held = awsManagedPolicyIsHeld(PolicyArn) ? awsManagedPolicy(PolicyArn) : undefined;
      return {
        Policy: {
          PolicyName: named.policyName,
          Arn: PolicyArn,
          Path: named.path,
          ...attachmentCounts(account, PolicyArn),
          IsAttachable: true,
          ...(held ? { DefaultVersionId: held.defaultVersionId, UpdateDate: held.updateDate } : {}),
          Tags: [],
        },
      };
    },
    GetPolicyVersion: ({ PolicyArn, VersionId }: PolicyInput & { VersionId: string }) => {
      const aws = state.policies.has(PolicyArn) ? undefined : awsManagedPolicy(PolicyArn);
      if (aws?.defaultVersionId === VersionId) {
        const Document = encodedDocument(JSON.stringify(aws.document));
        return { PolicyVersion: { Document, VersionId, IsDefaultVersion: true, CreateDate: aws.updateDate } };
      }
      const policy = ownPolicy(account, PolicyArn);
      const version = policy.versions.get(VersionId);
      if (!version)
        throw noSuchEntity(`Policy ${PolicyArn} version ${VersionId} does not exist or is not attachable.`);
      return {
        PolicyVersion: {
          Document: encodedDocument(version.document),
          VersionId,
          IsDefaultVersion: policy.defaultVersionId === VersionId,
          CreateDate: new Date(version.createDate),
        },
      };
    },
    CreatePolicyVersion: (input: PolicyInput & { PolicyDocument: string; SetAsDefault?: boolean }) => {
      const policy = ownPolicy(account, input.PolicyArn);
      const document = checkedDocument(input.PolicyDocument);
      if (policy.versions.size >= 5) {
        throw limitExceeded(
          'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
        );
      }
      const createDate = account.now();
      const VersionId = `v${policy.nextVersion++}`;
      policy.versions.set(VersionId, { document, createDate });
      policy.updateDate = createDate;
      if (input.SetAsDefault) policy.defaultVersionId = VersionId;
      account.changed();
      const IsDefaultVersion = input.SetAsDefault === true;
      return { PolicyVersion: { VersionId, IsDefaultVersion, CreateDate: new Date(createDate) } };
    },
    DeletePolicyVersion: ({ PolicyArn, VersionId }: PolicyInput & { VersionId: string }) => {
      const policy = ownPolicy(account, PolicyArn);
      if (policy.defaultVersionId === VersionId)
        throw deleteConflict('Cannot delete the default version of a policy.');
      if (!policy.versions.delete(VersionId)) {
        throw noSuchEntity(`Policy ${PolicyArn} version ${VersionId} does not exist or is not attachable.`);
      }
      return {};
    },
    ListPolicyVersions: (input: PolicyInput & { Marker?: string; MaxItems?: number }) => {
      const policy = ownPolicy(account, input.PolicyArn);
      const versions = [...policy.versions].reverse().map(([VersionId, { createDate }]) => ({
        VersionId,
        IsDefaultVersion: policy.defaultVersionId === VersionId,
        CreateDate: new Date(createDate),
      }));
      const { items, paging } = pageOf(versions, input);
      return { Versions: [...items], ...paging };
    },
    DeletePolicy: ({ PolicyArn }: PolicyInput) => {
      const policy = ownPolicy(account, PolicyArn);
      const counts = attachmentCounts(account, PolicyArn);
      if (counts.AttachmentCount + counts.PermissionsBoundaryUsageCount > 0) {
        throw deleteConflict('Cannot delete a policy attached to entities.');
      }
      if (policy.versions.size > 1) {
        throw deleteConflict(
          "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
        );
      }
      state.policies.delete(PolicyArn);
      return {};
    },
    ListPolicies: (input: {
      Scope?: string;
      OnlyAttached?: boolean;
      PathPrefix?: string;
      Marker?: string;
      MaxItems?: number;
    }) => {
      if (input.Scope !== 'Local') throw invalidInput('ListPolicies is modelled with Scope Local only.');
      const policies = [...state.policies.values()]
        .filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'))
        .filter(({ arn }) => !input.OnlyAttached || attachmentCounts(account, arn).AttachmentCount > 0);
      const { items, paging } = pageOf(policies, input);
      return { Policies: items.map((policy) => policyOutput(account, policy)), ...paging };
    },
  };
}
