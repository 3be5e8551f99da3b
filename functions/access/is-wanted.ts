import type { OperationRef } from '../../domain/operation/operation.ts';
import type { RegistryPort } from '../../domain/ports/registry.ts';
import { speaksAt } from '../../domain/registry/level.ts';

/**
 * True where the fleet is to come into a cluster's Kubernetes API. A cluster that is made is managed at `all`; one
 * that is released or deleted, at no level.
 */
export async function isWanted({ kind, cluster }: OperationRef, registry: RegistryPort): Promise<boolean> {
  if (kind !== 'adopt') return kind === 'create';
  const registered = await registry.read(cluster.arn);
  return speaksAt(registered?.level ?? 'observe');
}
