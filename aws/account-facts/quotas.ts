import { DescribeAddressesCommand, type EC2Client, paginateDescribeVpcs } from '@aws-sdk/client-ec2';
import { type EKSClient, paginateListClusters } from '@aws-sdk/client-eks';
import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  type ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import type { Answer } from '../../domain/account-facts/answer.ts';
import type { AccountFacts } from '../../domain/account-facts/facts.ts';
import { QUOTAS, type QuotaName } from '../../domain/account-facts/quotas.ts';
import type { FactsWanted } from '../../domain/account-facts/wanted.ts';
import { allOf, asked, askedOf, each, unasked } from './asked.ts';

interface Tagged {
  readonly Tags?:
    | readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[]
    | undefined;
}

const othersThan = (things: readonly Tagged[], stack: string): number =>
  things.filter(
    ({ Tags = [] }) =>
      !Tags.some(({ Key, Value }) => Key === 'aws:cloudformation:stack-name' && Value === stack),
  ).length;

/** The quotas of an account, and how much of each is used. */
export class AccountQuotas {
  readonly #clients: {
    readonly quotas: ServiceQuotasClient;
    readonly eks: EKSClient;
    readonly ec2: EC2Client;
  };

  constructor(quotas: ServiceQuotasClient, eks: EKSClient, ec2: EC2Client) {
    this.#clients = { quotas, eks, ec2 };
  }

  async read({
    quotas,
    counts: { clusters, networkStack: stack },
  }: Pick<FactsWanted, 'quotas' | 'counts'>): Promise<Pick<AccountFacts, 'quotas' | 'counts'>> {
    const countOf = stack === undefined ? undefined : this.#othersThan(stack);
    const [values, clusterCount, vpcs, addresses] = await Promise.all([
      // Service Quotas answers an account some few calls a second.
      each(quotas, (name) => this.#value(name as QuotaName), 2),
      clusters ? asked('eks:ListClusters', () => this.#clusters()) : unasked(0),
      countOf ? asked('ec2:DescribeVpcs', countOf.vpcs) : unasked(0),
      countOf ? asked('ec2:DescribeAddresses', countOf.addresses) : unasked(0),
    ]);
    return { quotas: values, counts: { clusters: clusterCount, vpcs, addresses } };
  }

  /** "For some quotas, only the default values are available" (API reference, GetServiceQuota). */
  async #value(name: QuotaName): Promise<Answer<number | undefined>> {
    const { service: ServiceCode, code: QuotaCode } = QUOTAS[name];
    const { quotas } = this.#clients;
    const own = await askedOf('servicequotas:GetServiceQuota', async () => {
      const { Quota } = await quotas.send(new GetServiceQuotaCommand({ ServiceCode, QuotaCode }));
      return Quota?.Value;
    });
    if ('denied' in own || own.known !== undefined) return own;
    return askedOf('servicequotas:GetAWSDefaultServiceQuota', async () => {
      const { Quota } = await quotas.send(new GetAWSDefaultServiceQuotaCommand({ ServiceCode, QuotaCode }));
      return Quota?.Value;
    });
  }

  async #clusters(): Promise<number> {
    const pages = paginateListClusters({ client: this.#clients.eks }, {});
    return (await allOf(pages, ({ clusters }) => clusters)).length;
  }

  #othersThan(stack: string) {
    const { ec2 } = this.#clients;
    return {
      vpcs: async () => {
        const all = await allOf(paginateDescribeVpcs({ client: ec2 }, {}), ({ Vpcs }) => Vpcs);
        return othersThan(all, stack);
      },
      addresses: async () => {
        const { Addresses = [] } = await ec2.send(new DescribeAddressesCommand({}));
        return othersThan(Addresses, stack);
      },
    };
  }
}
