import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { AwsAccountFacts } from '../../../../aws/account-facts/account-facts.ts';
import { ec2Client } from '../../clients/ec2.ts';
import { eksClient } from '../../clients/eks.ts';
import { iamClient } from '../../clients/iam.ts';
import { kmsClient } from '../../clients/kms.ts';
import { serviceQuotasClient } from '../../clients/service-quotas.ts';
import { ssmClient } from '../../clients/ssm.ts';
import { perEnvironment } from '../../execution-environment.ts';

export const accountFacts = perEnvironment(
  () =>
    new AwsAccountFacts({
      autoScaling: new AutoScalingClient({}),
      eks: eksClient(),
      ec2: ec2Client(),
      iam: iamClient(),
      kms: kmsClient(),
      ssm: ssmClient(),
      quotas: serviceQuotasClient(),
    }),
);
