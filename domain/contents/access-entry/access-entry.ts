import { EXPECTED_DURATIONS } from '../../expected-durations.ts';
import type { ContentKind } from '../kind.ts';
import { compareAccessEntry } from './compare.ts';
import { decideAccessEntry, type ObservedAccessEntry } from './decide.ts';
import type { DesiredAccessEntry } from './desired.ts';
import { accessEntries } from './desired.ts';

/** An access entry with its policies. It goes with its cluster. */
export const accessEntry: ContentKind<DesiredAccessEntry, ObservedAccessEntry> = {
  port: 'contents',
  task: 'apply-access-entry',
  desired: accessEntries,
  read: (clusterName, name, { contents }) => contents.read('accessEntry', clusterName, name),
  decide: decideAccessEntry,
  compare: compareAccessEntry,
  create: ({ request }) => ({ operation: 'CreateAccessEntry', request }),
  title: ({ request }) => `Let ${request.principalArn} in`,
  expected: () => EXPECTED_DURATIONS.immediate,
};
