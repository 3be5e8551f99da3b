import type { Requester } from '../../domain/operation/requester.ts';

interface Told<Cluster> {
  readonly id: string;
  readonly cluster: Cluster;
  readonly requester?: Requester | undefined;
}

/** The requester, where it is known, as facts have it. */
export const requesterIn = ({ requester }: { readonly requester?: Requester | undefined }) =>
  requester ? { requester } : {};

/** The members that every fact about an operation has. */
export const factMembersOf = <Cluster>(operation: Told<Cluster>) => ({
  version: '1' as const,
  operationId: operation.id,
  cluster: operation.cluster,
  ...requesterIn(operation),
});
