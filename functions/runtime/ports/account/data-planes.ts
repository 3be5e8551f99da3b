import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import { AwsDataPlanes, type PlaneClients } from '../../../../aws/data-planes.ts';
import { LOOK_MS } from '../../../../domain/failover/look.ts';
import { perEnvironment, variable } from '../../execution-environment.ts';

/** A request that is late is given up as a whole: its connection may lead to what is no more. */
const ONCE = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: LOOK_MS, requestTimeout: LOOK_MS, throwOnRequestTimeout: true },
} as const;

/** Data planes of any region, each by clients that stay. */
export const dataPlanes = perEnvironment(() => {
  const made = new Map<string, PlaneClients>();
  const clientsOf = (region: string): PlaneClients => {
    const known = made.get(region);
    if (known) return known;
    const options = { region, ...ONCE };
    const clients = {
      sts: new STSClient(options),
      dynamodb: new DynamoDBClient({ ...options, endpointCacheSize: 1 }),
      sqs: new SQSClient(options),
    };
    made.set(region, clients);
    return clients;
  };
  return new AwsDataPlanes(clientsOf, {
    table: variable('LEASES_TABLE'),
    queue: `eks-fleet-${variable('STAGE')}-rejects`,
  });
});
