import { unsaidMembers } from '../../drift/unsaid.ts';
import { EXPECTED_DURATIONS } from '../../expected-durations.ts';
import type { ContentKind } from '../kind.ts';
import { compareAccessEntry } from './compare.ts';
import { decideAccessEntry, type ObservedAccessEntry } from './decide.ts';
import type { DesiredAccessEntry } from './desired.ts';
import { accessEntries } from './desired.ts';
import { defaultUsername } from './username.ts';

/** An access entry with its policies. It goes with its cluster. */
export const accessEntry: ContentKind<DesiredAccessEntry, ObservedAccessEntry> = {
  port: 'contents',
  task: 'apply-access-entry',
  desired: accessEntries,
  read: (clusterName, name, { contents }) => contents.read('accessEntry', clusterName, name),
  decide: decideAccessEntry,
  // For entries that are not STANDARD, groups and user name are EKS's own.
  beyond: ({ key, request, madeByEks }, observed) =>
    madeByEks || observed.type !== 'STANDARD'
      ? []
      : unsaidMembers(key, request, observed, {
          kubernetesGroups: undefined,
          username: defaultUsername(observed.principalArn),
        }),
  compare: compareAccessEntry,
  create: ({ request }) => ({ operation: 'CreateAccessEntry', request }),
  title: ({ request }) => `Let ${request.principalArn} in`,
  expected: () => EXPECTED_DURATIONS.immediate,
};
