import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { perEnvironment } from '../execution-environment.ts';

export const serviceQuotasClient = perEnvironment(() => new ServiceQuotasClient({}));
