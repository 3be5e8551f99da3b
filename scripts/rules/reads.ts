import { type Finding, type Reviewed, type Rule, unlessReviewed } from './rule.ts';
import { inputMembers, type SdkCall, sdkCallsIn } from './sdk-calls.ts';

const LIST = 'scripts/rules/reads.ts';

/** Reads that may be of a moment ago, each with its reason. */
const MAY_BE_LATE: Reviewed = {
  'aws/dynamodb/cluster-registry.ts list Query':
    'The clusters of a region: of each its own item is read before anything is done',
  'aws/dynamodb/operation-history.ts operationsByTime Query':
    'An index, which has no other reads: for people to look at',
  'aws/dynamodb/operation-store.ts find Query':
    'Whether a cluster was ever made by the fleet: that was minutes ago at least',
  'aws/dynamodb/operation-store.ts read Query': 'The operations of a cluster, for people to look at',
  'aws/dynamodb/leases.ts heldLeases Scan':
    'An index, which has no other reads: who reaps looks at the lease itself',
  'aws/dynamodb/rejections.ts read Query': 'For people to look at',
  'aws/dynamodb/savings.ts read Query': 'For people to look at',
  'aws/dynamodb/signals.ts read Query':
    'Told in another region mostly, whose write comes later by itself; no vote waits for it',
  'aws/dynamodb/operation-details.ts readOperationDetails BatchGetItem': 'For people to look at',
  'aws/dynamodb/waiting.ts read Query':
    'An index, which has no other reads: who wakes one looks at it itself',
};

const keyOf = ({ file, within, operation }: SdkCall): string => `${file} ${within} ${operation}`;

/** Records that say who may act, and records that were just written, are read as they are now. */
export const reads: Rule = {
  name: 'reads',
  why: 'a task goes by a lease, a pause or a record of a moment ago',
  check: async (product) => {
    const found: (Finding & { readonly key: string })[] = [];
    for (const call of sdkCallsIn(product)) {
      if (call.client !== '@aws-sdk/client-dynamodb') continue;
      const members = await inputMembers(call.client, call.operation);
      const isRead = members.includes('ConsistentRead') || call.operation === 'BatchGetItem';
      if (!isRead || call.literals.get('ConsistentRead') === true) continue;
      found.push({
        key: keyOf(call),
        file: call.file,
        place: `${call.within}, ${call.operation}`,
        found: 'a read without ConsistentRead',
        allowed: `ConsistentRead: true, or a row in ${LIST} that says why it may be late`,
      });
    }
    return unlessReviewed(found, MAY_BE_LATE, ({ key }) => key, LIST);
  },
};
