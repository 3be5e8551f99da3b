import { AwsUpgradeOffers } from '../../../../aws/account-facts/upgrade-offers.ts';
import { ec2Client } from '../../clients/ec2.ts';
import { eksClient } from '../../clients/eks.ts';
import { serviceQuotasClient } from '../../clients/service-quotas.ts';
import { ssmClient } from '../../clients/ssm.ts';
import { perEnvironment } from '../../execution-environment.ts';

export const upgradeOffers = perEnvironment(
  () =>
    new AwsUpgradeOffers({
      eks: eksClient(),
      ec2: ec2Client(),
      ssm: ssmClient(),
      quotas: serviceQuotasClient(),
    }),
);
