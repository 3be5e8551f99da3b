import type { Operation } from '../service.ts';
import { type Account, type Tag, tagMap, tagsOf } from './account.ts';
import { alreadyExists, invalidInput, noSuchEntity } from './errors.ts';
import type { OpenIdConnectProvider } from './state.ts';

interface CreateInput {
  readonly Url: string;
  readonly ClientIDList?: readonly string[];
  readonly ThumbprintList?: readonly string[];
  readonly Tags?: readonly Tag[];
}

interface ProviderInput {
  readonly OpenIDConnectProviderArn: string;
}

function providerOf(account: Account, arn: string): OpenIdConnectProvider {
  const provider = account.state.openIdConnectProviders.get(arn);
  if (!provider) throw noSuchEntity(`OpenIDConnect Provider not found for arn ${arn}`);
  return provider;
}

/** Without a thumbprint IAM fetches the certificate's own (SDK typing of `CreateOpenIDConnectProvider`). */
const FETCHED_THUMBPRINT = '9e99a48a9960b14926bb7f3b02e22da2b0ab7280';

export function openIdConnectOperations(account: Account): Record<string, Operation> {
  const { openIdConnectProviders } = account.state;
  return {
    CreateOpenIDConnectProvider: (input: CreateInput) => {
      if (!/^https:\/\/\S+$/.test(input.Url)) throw invalidInput('Invalid Open ID Connect Provider URL');
      const url = input.Url.replace(/^https:\/\//, '').replace(/\/$/, '');
      const arn = account.arn(`oidc-provider/${url}`);
      if (openIdConnectProviders.has(arn)) {
        throw alreadyExists(`Provider with url ${input.Url} already exists.`);
      }
      account.assertQuota('OpenIdConnectProvidersPerAccount', 100, openIdConnectProviders.size);
      openIdConnectProviders.set(arn, {
        arn,
        url,
        clientIds: [...(input.ClientIDList ?? [])],
        thumbprints: [...(input.ThumbprintList ?? [FETCHED_THUMBPRINT])],
        createDate: account.now(),
        tags: tagMap(input.Tags),
      });
      return { OpenIDConnectProviderArn: arn, ...(input.Tags ? { Tags: [...input.Tags] } : {}) };
    },
    GetOpenIDConnectProvider: ({ OpenIDConnectProviderArn }: ProviderInput) => {
      const provider = providerOf(account, OpenIDConnectProviderArn);
      return {
        Url: provider.url,
        ClientIDList: [...provider.clientIds],
        ThumbprintList: [...provider.thumbprints],
        CreateDate: new Date(provider.createDate),
        Tags: tagsOf(provider.tags),
      };
    },
    ListOpenIDConnectProviders: () => ({
      OpenIDConnectProviderList: [...openIdConnectProviders.keys()].map((Arn) => ({ Arn })),
    }),
    DeleteOpenIDConnectProvider: ({ OpenIDConnectProviderArn }: ProviderInput) => {
      // Deleting a provider that is gone succeeds (SDK typing: "does not return an error").
      openIdConnectProviders.delete(OpenIDConnectProviderArn);
      return {};
    },
    AddClientIDToOpenIDConnectProvider: ({
      OpenIDConnectProviderArn,
      ClientID,
    }: ProviderInput & { ClientID: string }) => {
      const provider = providerOf(account, OpenIDConnectProviderArn);
      if (!provider.clientIds.includes(ClientID)) provider.clientIds.push(ClientID);
      return {};
    },
    RemoveClientIDFromOpenIDConnectProvider: ({
      OpenIDConnectProviderArn,
      ClientID,
    }: ProviderInput & { ClientID: string }) => {
      const { clientIds } = providerOf(account, OpenIDConnectProviderArn);
      const index = clientIds.indexOf(ClientID);
      if (index >= 0) clientIds.splice(index, 1);
      return {};
    },
    UpdateOpenIDConnectProviderThumbprint: (input: ProviderInput & { ThumbprintList: readonly string[] }) => {
      providerOf(account, input.OpenIDConnectProviderArn).thumbprints = [...input.ThumbprintList];
      return {};
    },
  };
}
