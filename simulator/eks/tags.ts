import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-eks';
import * as z from 'zod';
import type { EksAccount } from './account.ts';
import { badRequest, notFound } from './errors.ts';
import { tags, validate } from './validate.ts';

interface Tagged {
  tags?: Record<string, string> | undefined;
}

const MAX_TAGS = 50;
const TAG = z.strictObject({ resourceArn: z.string(), tags: tags.nonoptional() });

/** Everything with tags, by its ARN. Tagging works while an update runs (SDK typings: TagResource throws no conflict). */
export function taggedResource(account: EksAccount, arn: string): Tagged | undefined {
  const clusterName = arn.split(':')[5]?.split('/')[1] ?? '';
  const cluster = account.clusters.get(clusterName);
  if (!cluster) return undefined;
  if (cluster.arn === arn) return cluster.description;
  const nodegroups = [...cluster.nodegroups.values()].map(({ description }) => description);
  const addons = [...cluster.addons.values()].map(({ description }) => description);
  const entries = [...cluster.accessEntries.values()].map(({ description }) => description);
  return (
    nodegroups.find(({ nodegroupArn }) => nodegroupArn === arn) ??
    addons.find(({ addonArn }) => addonArn === arn) ??
    entries.find(({ accessEntryArn }) => accessEntryArn === arn) ??
    [...cluster.fargateProfiles.values()].find(({ fargateProfileArn }) => fargateProfileArn === arn) ??
    [...cluster.podIdentityAssociations.values()].find(({ associationArn }) => associationArn === arn) ??
    [...cluster.capabilities.values()].find((capability) => capability.arn === arn) ??
    [...cluster.identityProviders.values()].find(
      ({ identityProviderConfigArn }) => identityProviderConfigArn === arn,
    )
  );
}

function find(account: EksAccount, resourceArn: string | undefined): Tagged {
  const resource = taggedResource(account, resourceArn ?? '');
  if (resource) return resource;
  throw notFound(`No resource found for ARN: ${resourceArn}`);
}

export function tagResource(account: EksAccount, input: TagResourceRequest): Record<string, never> {
  validate(account, 'TagResource', TAG, input, {});
  const resource = find(account, input.resourceArn);
  const next = { ...resource.tags, ...input.tags };
  if (Object.keys(next).length > MAX_TAGS) {
    throw badRequest(`Number of tags exceeds the limit of ${MAX_TAGS}`);
  }
  resource.tags = next;
  return {};
}

export function untagResource(account: EksAccount, input: UntagResourceRequest): Record<string, never> {
  const resource = find(account, input.resourceArn);
  const kept = { ...resource.tags };
  for (const key of input.tagKeys ?? []) delete kept[key];
  resource.tags = kept;
  return {};
}

export function listTagsForResource(
  account: EksAccount,
  input: ListTagsForResourceRequest,
): ListTagsForResourceResponse {
  return { tags: { ...find(account, input.resourceArn).tags } };
}
