import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';

export type ItemKey = Record<string, AttributeValue>;

/** The two tables of a region: the ordinary one, and the replica of the fleet's global one. */
export interface Tables {
  readonly leases: string;
  readonly fleet: string;
}

export const PAUSE = 'pause#';
export const LIFTED = 'lifted#';

// In the lease table.
export const leaseKey = (arn: string): ItemKey => marshall({ pk: `lease#${arn}` });
export const claimKey = (requestId: string): ItemKey => marshall({ pk: `claim#${requestId}` });
export const executionKey = (executionArn: string): ItemKey => marshall({ pk: `execution#${executionArn}` });
export const pauseKey = (scope: string): ItemKey => marshall({ pk: `${PAUSE}${scope}` });
export const waitingKey = (operationId: string, state: string): ItemKey =>
  marshall({ pk: `waiting#${operationId}#${state}` });
export const liftedKey = (scope: string, at: string, id: string): ItemKey =>
  marshall({ pk: `${LIFTED}${scope}#${at}#${id}` });

// In the fleet table. All that is kept of a cluster is in one partition.
export const OPERATION = 'operation#';
export const clusterPartition = (arn: string): string => `cluster#${arn}`;
const ofCluster = (arn: string, sk: string): ItemKey => marshall({ pk: clusterPartition(arn), sk });
export const operationKey = (arn: string, id: string): ItemKey => ofCluster(arn, `${OPERATION}${id}`);
export const clusterKey = (arn: string): ItemKey => ofCluster(arn, 'cluster');
export const accessKey = (arn: string): ItemKey => ofCluster(arn, 'access');
/** What a sleeping cluster wakes to, and what the last operation left. */
export const memoryKey = (arn: string): ItemKey => ofCluster(arn, 'sizes');
export const leftKey = (arn: string): ItemKey => ofCluster(arn, 'left');

/** All documents are in one partition, by their names. */
export const FLEETS = 'fleets';
export const documentKey = (name: string): ItemKey => marshall({ pk: FLEETS, sk: name });
