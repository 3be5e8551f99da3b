import { unsaidMembers } from '../../drift/unsaid.ts';
import { EXPECTED_DURATIONS } from '../../expected-durations.ts';
import type { ContentKind } from '../kind.ts';
import { decidePodIdentityAssociation, type ObservedPodIdentityAssociation } from './decide.ts';
import type { DesiredPodIdentityAssociation } from './desired.ts';
import { podIdentityAssociations } from './desired.ts';

/** A Pod Identity association, by its namespace and service account; it goes with its cluster. */
export const podIdentityAssociation: ContentKind<
  DesiredPodIdentityAssociation,
  ObservedPodIdentityAssociation
> = {
  port: 'contents',
  task: 'apply-pod-identity-association',
  desired: podIdentityAssociations,
  read: (clusterName, name, { contents }) => contents.read('podIdentityAssociation', clusterName, name),
  decide: decidePodIdentityAssociation,
  beyond: ({ key, request }, observed) =>
    unsaidMembers(key, request, observed, {
      targetRoleArn: undefined,
      disableSessionTags: false,
      policy: undefined,
    }),
  create: ({ request }) => ({ operation: 'CreatePodIdentityAssociation', request }),
  title: ({ request }) => `Give ${request.namespace}/${request.serviceAccount} its role`,
  expected: () => EXPECTED_DURATIONS.immediate,
};
