import type { RequestProblem } from '../operation/request.ts';
import type { ClusterRef } from '../operation/subject.ts';
import type { RegisteredCluster } from './registered-cluster.ts';

/**
 * The reason why a document is not applied to a cluster that exists, or undefined. A cluster that something else
 * made, and that the fleet was never given, is managed at no level at all. A cluster that eks-fleet made says so by
 * its tag.
 */
export function foreignProblem(
  { name, region }: ClusterRef,
  observed: { readonly tags?: Readonly<Record<string, string>> } | undefined,
  registered: RegisteredCluster | undefined,
): RequestProblem | undefined {
  if (!observed || registered || observed.tags?.['eks-fleet.dev/cluster'] === name) return undefined;
  const message = `something else made ${name} in ${region}, and the fleet does not have it; to bring it to this document: eks-fleet adopt ${name} --region ${region}, then eks-fleet adopt ${name} --region ${region} --level all`;
  return { path: 'metadata.name', message };
}
