import { EKSClient } from '@aws-sdk/client-eks';
import { SSMClient } from '@aws-sdk/client-ssm';
import { AwsFleetOffers } from '../../../../aws/account-facts/fleet-offers.ts';
import { perEnvironment } from '../../execution-environment.ts';
import { IMPATIENT } from '../../impatient.ts';

/** AWS's offers in any region. */
export const fleetOffers = perEnvironment(
  () =>
    new AwsFleetOffers({
      eks: (region) => new EKSClient({ region, ...IMPATIENT }),
      ssm: (region) => new SSMClient({ region, ...IMPATIENT }),
    }),
);
