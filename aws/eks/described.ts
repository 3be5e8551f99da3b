import type { Cluster, Update } from '@aws-sdk/client-eks';
import type { DescribedCluster, ObservedUpdate } from '../../domain/ports/eks.ts';

/** EKS's answer as a decider takes it: the same members, with `health.issues` beside them, and its times as text. */
export function observedContent<Observed>(answer: object): Observed {
  const { health, createdAt, modifiedAt, ...rest } = answer as {
    readonly health?: { readonly issues?: unknown };
    readonly createdAt?: Date;
    readonly modifiedAt?: Date;
  };
  return {
    ...rest,
    ...(createdAt ? { createdAt: createdAt.toISOString() } : {}),
    ...(modifiedAt ? { modifiedAt: modifiedAt.toISOString() } : {}),
    ...(health?.issues ? { issues: health.issues } : {}),
  } as Observed;
}

/** A cluster in the same way, with the members that only exist once it is ACTIVE. */
export function describedCluster(cluster: Cluster): DescribedCluster {
  const { certificateAuthority, identity, health, ...rest } = cluster;
  const issues = health?.issues?.map(({ code = 'Other', message = '' }) => ({ code, message }));
  // The decider's type is EKS's answer with the members that EKS always gives made required.
  return {
    ...(rest as unknown as DescribedCluster),
    ...(certificateAuthority?.data === undefined ? {} : { certificateAuthority: certificateAuthority.data }),
    ...(identity?.oidc?.issuer === undefined ? {} : { oidcIssuer: identity.oidc.issuer }),
    ...(issues ? { issues } : {}),
  };
}

/** An update, with its parameters by name. */
export function observedUpdate(update: Update): ObservedUpdate {
  const { id = '', type = '', status = 'InProgress', createdAt, params = [], errors = [] } = update;
  return {
    id,
    type,
    status,
    createdAt: createdAt?.toISOString() ?? '',
    params: Object.fromEntries(params.map(({ type: name = '', value = '' }) => [name, value])),
    reason: errors.map(({ errorCode, errorMessage }) => `${errorCode}: ${errorMessage}`).join('; '),
    errors: errors.map(({ errorCode: code = '', resourceIds = [] }) => ({ code, resourceIds })),
  };
}
