import type {
  GetAWSDefaultServiceQuotaRequest,
  GetServiceQuotaRequest,
  ServiceQuota,
} from '@aws-sdk/client-service-quotas';
import { AwsError } from '../aws-error.ts';
import { operationsOf, refuseUnmodelled } from '../modelled-members.ts';
import type { Region } from '../region.ts';
import type { Service } from '../service.ts';
import { SIMULATED_QUOTAS, type SimulatedQuota } from './quotas.ts';

type Asked = GetAWSDefaultServiceQuotaRequest | GetServiceQuotaRequest;

const noSuch = (what: string): AwsError =>
  new AwsError('NoSuchResourceException', `The request failed because ${what}.`);

/** Codes are case-sensitive (aws-cli#4569). A quota that AWS may well have, and the table has not, ends the run. */
function quotaOf(region: Region, { ServiceCode = '', QuotaCode = '' }: Asked): SimulatedQuota {
  const ofService = SIMULATED_QUOTAS.filter(({ service }) => service === ServiceCode);
  if (ofService.length === 0 && ServiceCode === ServiceCode.toLowerCase())
    refuseUnmodelled(region.kernel, `the service ${ServiceCode} of Service Quotas`);
  if (ofService.length === 0) throw noSuch('the specified service does not exist');
  const quota = ofService.find(({ code }) => code === QuotaCode);
  if (quota) return quota;
  if (/^L-[0-9A-F]{8}$/.test(QuotaCode))
    refuseUnmodelled(region.kernel, `the quota ${ServiceCode}/${QuotaCode}`);
  throw noSuch('the specified quota does not exist');
}

const shown = (region: Region, quota: SimulatedQuota, Value: number): { readonly Quota: ServiceQuota } => ({
  Quota: {
    ServiceCode: quota.service,
    ServiceName: quota.serviceName,
    QuotaArn: region.arn('servicequotas', `${quota.service}/${quota.code}`),
    QuotaCode: quota.code,
    QuotaName: quota.title,
    Value,
    Unit: 'None',
    Adjustable: true,
    GlobalQuota: false,
    QuotaAppliedAtLevel: 'ACCOUNT',
  },
});

/**
 * The account's quotas, which the other services obey. A quota that was never changed has no value of the account's
 * own: it is asked for as AWS's default (API reference, GetServiceQuota; terraform-provider-aws#19745).
 */
export function createServiceQuotas(region: Region): Service {
  return {
    signingName: 'servicequotas',
    // Neither action takes a resource (service authorization reference, Service Quotas).
    authorize: (operation) => [{ action: `servicequotas:${operation}`, resource: '*' }],
    operations: operationsOf(region.kernel, 'servicequotas', {
      GetServiceQuota: {
        members: ['ServiceCode', 'QuotaCode'],
        run: (input: GetServiceQuotaRequest) => {
          const quota = quotaOf(region, input);
          const applied = region.settings.quotas[quota.setting] ?? quota.applied;
          if (applied === undefined) throw noSuch('the specified quota has no applied value');
          return shown(region, quota, applied);
        },
      },
      GetAWSDefaultServiceQuota: {
        members: ['ServiceCode', 'QuotaCode'],
        run: (input: GetAWSDefaultServiceQuotaRequest) => {
          const quota = quotaOf(region, input);
          return shown(region, quota, quota.awsDefault);
        },
      },
    }),
  };
}
