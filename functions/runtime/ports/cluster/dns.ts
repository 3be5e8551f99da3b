import { Route53Client } from '@aws-sdk/client-route-53';
import { Route53Dns } from '../../../../aws/route53/dns.ts';
import { perEnvironment } from '../../execution-environment.ts';
import { IMPATIENT } from '../../impatient.ts';

/** Route 53 takes five requests a second of an account, from all regions together. */
const TRIES = 5;

export const dns = perEnvironment(
  () => new Route53Dns(new Route53Client({ region: 'us-east-1', ...IMPATIENT, maxAttempts: TRIES })),
);
