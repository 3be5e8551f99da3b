import type { Operation } from '../service.ts';
import { type Account, pageOf, type Tag, tagsOf } from './account.ts';
import { limitExceeded, noSuchEntity } from './errors.ts';

interface TagRequest {
  readonly Tags?: readonly Tag[];
  readonly TagKeys?: readonly string[];
  readonly Marker?: string;
  readonly MaxItems?: number;
}

/** Adds tags; an entity may have 50 (IAM guide, "IAM quotas"). */
export function addTags(tags: Map<string, string>, added: readonly Tag[]): void {
  const count = new Set([...tags.keys(), ...added.map(({ Key }) => Key)]).size;
  if (count > 50) throw limitExceeded('Cannot exceed quota for TagsPerEntity: 50');
  for (const { Key, Value } of added) tags.set(Key, Value);
}

/** The tag, untag and list-tags operations of roles, policies, instance profiles and OpenID Connect providers. */
export function tagOperations(account: Account): Record<string, Operation> {
  const { state } = account;
  const policyTags = ({ PolicyArn }: { PolicyArn: string }) => {
    const policy = state.policies.get(PolicyArn);
    if (!policy) throw noSuchEntity(`Policy ${PolicyArn} was not found.`);
    return policy.tags;
  };
  const providerTags = ({ OpenIDConnectProviderArn: arn }: { OpenIDConnectProviderArn: string }) => {
    const provider = state.openIdConnectProviders.get(arn);
    if (!provider) throw noSuchEntity(`OpenIDConnect Provider not found for arn ${arn}`);
    return provider.tags;
  };
  return {
    ...operationsOf('Role', ({ RoleName }: { RoleName: string }) => account.role(RoleName).tags),
    ...operationsOf('Policy', policyTags),
    ...operationsOf('OpenIDConnectProvider', providerTags),
    ...operationsOf(
      'InstanceProfile',
      ({ InstanceProfileName }: { InstanceProfileName: string }) =>
        account.instanceProfile(InstanceProfileName).tags,
    ),
  };
}

function operationsOf<Input>(
  noun: string,
  tagsOfEntity: (input: Input) => Map<string, string>,
): Record<string, Operation> {
  return {
    [`Tag${noun}`]: (input: Input & TagRequest) => {
      addTags(tagsOfEntity(input), input.Tags ?? []);
      return {};
    },
    [`Untag${noun}`]: (input: Input & TagRequest) => {
      const tags = tagsOfEntity(input);
      for (const key of input.TagKeys ?? []) tags.delete(key);
      return {};
    },
    [`List${noun}Tags`]: (input: Input & TagRequest) => {
      const { items, paging } = pageOf(tagsOf(tagsOfEntity(input)), input);
      return { Tags: [...items], ...paging };
    },
  };
}
