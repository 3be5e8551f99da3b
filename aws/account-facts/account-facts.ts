import type { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import type { EC2Client } from '@aws-sdk/client-ec2';
import type { EKSClient } from '@aws-sdk/client-eks';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { KMSClient } from '@aws-sdk/client-kms';
import type { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import type { SSMClient } from '@aws-sdk/client-ssm';
import type { AccountFacts } from '../../domain/account-facts/facts.ts';
import { kindsOf } from '../../domain/account-facts/instance-type-facts.ts';
import type { FactsWanted } from '../../domain/account-facts/wanted.ts';
import type { AccountFactsPort } from '../../domain/ports/account-facts.ts';
import { Ec2Offers } from './ec2-offers.ts';
import { Ec2Resources } from './ec2-resources.ts';
import { EksOffers } from './eks-offers.ts';
import { GroupImages } from './group-images.ts';
import { NamedIdentities } from './identities.ts';
import { publishedImages } from './published-images.ts';
import { AccountQuotas } from './quotas.ts';

interface Clients {
  readonly autoScaling: AutoScalingClient;
  readonly eks: EKSClient;
  readonly ec2: EC2Client;
  readonly iam: IAMClient;
  readonly kms: KMSClient;
  readonly ssm: SSMClient;
  readonly quotas: ServiceQuotasClient;
}

/** `AccountFactsPort` over the services' own APIs, all side by side. */
export class AwsAccountFacts implements AccountFactsPort {
  readonly #clients: Clients;

  constructor(clients: Clients) {
    this.#clients = clients;
  }

  async read(wanted: FactsWanted): Promise<AccountFacts> {
    const { autoScaling, eks, ec2, iam, kms, ssm, quotas } = this.#clients;
    const [offers, places, resources, identities, limits, images] = await Promise.all([
      new EksOffers(eks).read(wanted),
      new Ec2Offers(ec2).read(wanted),
      new Ec2Resources(ec2).read(wanted),
      new NamedIdentities(iam, kms).read(wanted),
      new AccountQuotas(quotas, eks, ec2).read(wanted),
      new GroupImages(autoScaling, ec2).read(wanted),
    ]);
    const parameters = offers.kubernetesVersion
      ? wanted.imageParameters(offers.kubernetesVersion, kindsOf(places.instanceTypes))
      : [];
    const imageParameters = await publishedImages(ssm, parameters);
    return { ...offers, ...places, ...resources, ...identities, ...limits, ...images, imageParameters };
  }
}
