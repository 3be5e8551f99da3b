import type { HealthCheckObservation } from '@aws-sdk/client-route-53';
import type { ModelledOperation } from '../modelled-members.ts';
import { invalidInput } from './answers.ts';
import { isOfEndpoint } from './health-check-config.ts';
import { checkOf } from './health-checks.ts';
import type { Route53State } from './state.ts';

/** The last observations of health checkers. */
export interface StatusPort {
  observationsOf(id: string): readonly HealthCheckObservation[];
}

/** Statuses are of checkers that ask an endpoint (API reference, GetHealthCheckStatus). */
export function statusOperations(state: Route53State, status: StatusPort): Record<string, ModelledOperation> {
  return {
    GetHealthCheckStatus: {
      members: ['HealthCheckId'],
      run: ({ HealthCheckId }: { readonly HealthCheckId?: string }) => {
        const check = checkOf(state, HealthCheckId);
        if (!isOfEndpoint(check.config))
          throw invalidInput(
            `Invalid parameter: status is not available for ${check.config.Type} health checks`,
          );
        return { HealthCheckObservations: status.observationsOf(check.id) };
      },
    },
  };
}
