import type {
  AssociateIdentityProviderConfigRequest,
  AssociateIdentityProviderConfigResponse,
  DescribeIdentityProviderConfigRequest,
  DescribeIdentityProviderConfigResponse,
  DisassociateIdentityProviderConfigRequest,
  ListIdentityProviderConfigsRequest,
  ListIdentityProviderConfigsResponse,
  OidcIdentityProviderConfig,
  Update,
} from '@aws-sdk/client-eks';
import * as z from 'zod';
import type { EksAccount } from '../account.ts';
import { invalidParameter, invalidRequest, resourceInUse, resourceNotFound } from '../errors.ts';
import { page } from '../pagination.ts';
import { checkServiceRole } from '../roles.ts';
import { clientRequestToken, tags, validate } from '../validate.ts';
import { startClusterUpdate } from './updates.ts';

/** Observed words: cdk-preflight. */
const prefix = z
  .string()
  .refine((text) => !text.startsWith('system:'), {
    error: 'The prefix system: is reserved for Kubernetes system use',
  })
  .optional();

const ASSOCIATE = z.strictObject({
  clusterName: z.string(),
  oidc: z.strictObject({
    identityProviderConfigName: z.string({ error: "identityProviderConfigName can't be null" }),
    issuerUrl: z
      .string({ error: "issuerUrl can't be null" })
      .regex(/^https:/, { error: 'IssuerURL must use https:// scheme.' })
      .regex(/^https:\/\/[^?]+$/, { error: 'issuerUrl must have no query parameters' }),
    clientId: z.string({ error: "clientId can't be null" }),
    usernameClaim: z.string().optional(),
    usernamePrefix: prefix,
    groupsClaim: z.string().optional(),
    groupsPrefix: prefix,
    requiredClaims: z.record(z.string().max(63), z.string().max(253)).optional(),
  }),
  tags,
  clientRequestToken,
});

/** One OIDC provider a cluster; both directions are updates of the cluster (guide, "OIDC identity providers"). */
export function associateIdentityProviderConfig(
  account: EksAccount,
  input: AssociateIdentityProviderConfigRequest,
): AssociateIdentityProviderConfigResponse {
  const clusterName = input.clusterName ?? '';
  validate(account, 'AssociateIdentityProviderConfig', ASSOCIATE, input, { clusterName });
  return account.once('AssociateIdentityProviderConfig', clusterName, input.clientRequestToken, input, () => {
    const cluster = account.cluster(clusterName);
    const { issuerUrl, identityProviderConfigName: name = '' } = input.oidc ?? {};
    if (issuerUrl === cluster.description.identity?.oidc?.issuer) {
      throw invalidParameter(
        'Incorrect Identity Provider URL configuration. The Identity Provider URL cannot be same as OpenID Connect (OIDC) issuer URL',
        { clusterName },
      );
    }
    account.refusing(
      () => checkServiceRole(account, cluster.description.roleArn ?? '', 'eks.amazonaws.com', clusterName),
      ({ message }) => invalidRequest(message, { clusterName }),
    );
    if (cluster.identityProviders.has(name)) {
      throw resourceInUse(`Identity provider config already exists with name: ${name}`, { clusterName });
    }
    if (cluster.identityProviders.size > 0) {
      throw invalidRequest('Only one OIDC identity provider can be associated with a cluster', {
        clusterName,
      });
    }
    const config: OidcIdentityProviderConfig = {
      ...input.oidc,
      identityProviderConfigArn: account.arn(
        `identityproviderconfig/${clusterName}/oidc/${name}/${account.ids.uuid()}`,
      ),
      clusterName,
      usernameClaim: input.oidc?.usernameClaim ?? 'sub',
      tags: { ...input.tags },
      status: 'CREATING',
    };
    const update = startClusterUpdate(account, cluster, {
      type: 'AssociateIdentityProviderConfig',
      params: [{ type: 'IdentityProviderConfig', value: JSON.stringify([{ type: 'oidc', name }]) }],
      duration: 'eks/identity-provider-associate',
      apply: () => {
        config.status = 'ACTIVE';
      },
    });
    cluster.identityProviders.set(name, config);
    return () => ({ update, tags: { ...input.tags } });
  });
}

function find(
  account: EksAccount,
  clusterName: string | undefined,
  identity: { readonly type?: string | undefined; readonly name?: string | undefined } | undefined,
) {
  const cluster = account.cluster(clusterName);
  const config = identity?.type === 'oidc' ? cluster.identityProviders.get(identity.name ?? '') : undefined;
  if (!config) throw resourceNotFound('Identity provider config not found', { clusterName });
  return { cluster, config };
}

export function describeIdentityProviderConfig(
  account: EksAccount,
  input: DescribeIdentityProviderConfigRequest,
): DescribeIdentityProviderConfigResponse {
  const { config } = find(account, input.clusterName, input.identityProviderConfig);
  return { identityProviderConfig: { oidc: config } };
}

export function listIdentityProviderConfigs(
  account: EksAccount,
  input: ListIdentityProviderConfigsRequest,
): ListIdentityProviderConfigsResponse {
  const cluster = account.cluster(input.clusterName);
  const names = [...cluster.identityProviders.keys()].sort();
  const { items, ...rest } = page(names, (name) => name, input);
  return { identityProviderConfigs: items.map((name) => ({ type: 'oidc', name })), ...rest };
}

export function disassociateIdentityProviderConfig(
  account: EksAccount,
  input: DisassociateIdentityProviderConfigRequest,
): { update: Update } {
  const clusterName = input.clusterName ?? '';
  const identity = input.identityProviderConfig;
  return account.once(
    'DisassociateIdentityProviderConfig',
    clusterName,
    input.clientRequestToken,
    input,
    () => {
      const { cluster, config } = find(account, clusterName, identity);
      const update = startClusterUpdate(account, cluster, {
        type: 'DisassociateIdentityProviderConfig',
        params: [{ type: 'IdentityProviderConfig', value: JSON.stringify([identity]) }],
        duration: 'eks/identity-provider-associate',
        apply: () => {
          cluster.identityProviders.delete(identity?.name ?? '');
        },
      });
      config.status = 'DELETING';
      return () => ({ update });
    },
  );
}
