import { includes, tagsToSet } from '../../decide/compare.ts';
import { type Change, create, type Decision, nothing, update } from '../../decide/decision.ts';
import type { DesiredPodIdentityAssociation } from './desired.ts';

/** An association as DescribePodIdentityAssociation shows it. */
export interface ObservedPodIdentityAssociation {
  readonly associationArn: string;
  readonly associationId: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly roleArn: string;
  readonly targetRoleArn?: string;
  readonly disableSessionTags?: boolean;
  readonly policy?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export type PodIdentityAssociationChange =
  | Change<
      'UpdatePodIdentityAssociation',
      {
        readonly clusterName: string;
        readonly associationId: string;
        readonly roleArn: string;
        readonly targetRoleArn?: string;
        readonly disableSessionTags?: boolean;
        readonly policy?: string;
      }
    >
  | Change<'TagResource', { readonly resourceArn: string; readonly tags: Readonly<Record<string, string>> }>;

export function decidePodIdentityAssociation(
  { request }: DesiredPodIdentityAssociation,
  observed: ObservedPodIdentityAssociation | undefined,
): Decision<PodIdentityAssociationChange> {
  if (!observed) return create;
  const { clusterName, namespace, serviceAccount, tags, ...wanted } = request;
  if (!includes({ ...observed }, wanted)) {
    const change = { clusterName, associationId: observed.associationId, ...wanted };
    return update(
      { operation: 'UpdatePodIdentityAssociation', request: change },
      `change the role of ${namespace}/${serviceAccount}`,
    );
  }
  const missing = tagsToSet(observed.tags, tags);
  if (Object.keys(missing).length === 0) return nothing;
  return update(
    { operation: 'TagResource', request: { resourceArn: observed.associationArn, tags: missing } },
    'tag the association',
  );
}
