import type { ClusterConfigDocument } from './schema/cluster-config.ts';

/** eks-fleet's extensions of a ClusterConfig, as annotations: eksctl does not use them itself. */
export const pullThroughCacheAnnotation = 'eks-fleet.dev/ecr-pull-through-cache';
export const deletionProtectionAnnotation = 'eks-fleet.dev/deletion-protection';
export const knownAnnotations = [pullThroughCacheAnnotation, deletionProtectionAnnotation] as const;

/** A rule by which ECR keeps copies of another registry's images, so that nodes do not depend on it. */
export interface PullThroughCacheRule {
  readonly ecrRepositoryPrefix: string;
  readonly upstreamRegistryUrl: string;
  readonly credentialArn?: string;
}

type Annotated = Pick<ClusterConfigDocument, 'metadata'>;

/** True where the cluster is to be protected against deletion; undefined where the document leaves it as it is. */
export function deletionProtection(config: Annotated): boolean | undefined {
  const text = config.metadata.annotations?.[deletionProtectionAnnotation];
  return text === undefined ? undefined : text === 'true';
}

/** The rule that the document asks for; undefined where it asks for none, `invalid` where it cannot be read. */
export function pullThroughCacheRule(config: Annotated): PullThroughCacheRule | 'invalid' | undefined {
  const text = config.metadata.annotations?.[pullThroughCacheAnnotation];
  if (text === undefined) return undefined;
  try {
    const { ecrRepositoryPrefix, upstreamRegistryUrl, credentialArn, ...rest } = JSON.parse(text) as Record<
      string,
      unknown
    >;
    const fits =
      typeof ecrRepositoryPrefix === 'string' &&
      typeof upstreamRegistryUrl === 'string' &&
      (credentialArn === undefined || typeof credentialArn === 'string') &&
      Object.keys(rest).length === 0;
    if (!fits) return 'invalid';
    return { ecrRepositoryPrefix, upstreamRegistryUrl, ...(credentialArn ? { credentialArn } : {}) };
  } catch {
    return 'invalid';
  }
}
