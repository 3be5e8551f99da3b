import { AwsError } from '../../aws-error.ts';
import { meetFault } from '../../meet-fault.ts';
import type { Region } from '../../region.ts';
import type { Caller, Properties, ResourceProvider } from '../../service.ts';

/**
 * The attempts of a handler that is throttled or gets an error of the service's own ("Resource type handler error
 * codes" of the CloudFormation CLI guide: Throttling and ServiceInternalError are retriable). No source says how
 * often and how soon: the seed chooses.
 */
const ATTEMPTS = { min: 3, max: 6 };
const FIRST_RETRY_SECONDS = 2;

/** The registry key of the service that a type's handler calls: `AWS::IAM::Role` is IAM's. */
function serviceOf(type: string): string {
  const vendor = type.split('::')[1]?.toLowerCase() ?? '';
  return { cloudwatch: 'monitoring', stepfunctions: 'states' }[vendor] ?? vendor;
}

/** Handlers as CloudFormation runs them: a call that fails on its way to the service is tried again. */
export function withRetries(region: Region, type: string, provider: ResourceProvider): ResourceProvider {
  const reach = (verb: string, input: Properties, caller: Caller): Promise<void> =>
    retried(region, () =>
      meetFault(region, {
        service: serviceOf(type),
        operation: `${verb} ${type}`,
        input,
        caller,
        madeBy: 'cloudformation',
      }),
    );
  return {
    replacementProperties: provider.replacementProperties,
    create: async (properties, context) => {
      await reach('create', properties, context.caller);
      return provider.create(properties, context);
    },
    update: async (physicalId, properties, previous, context) => {
      await reach('update', properties, context.caller);
      return provider.update(physicalId, properties, previous, context);
    },
    delete: async (physicalId, properties, context) => {
      await reach('delete', properties, context.caller);
      return provider.delete(physicalId, properties, context);
    },
  };
}

async function retried({ kernel }: Region, attempt: () => Promise<void>): Promise<void> {
  const random = kernel.random('cloudformation/handler-retries');
  const attempts = random.integer(ATTEMPTS.min, ATTEMPTS.max);
  for (let tried = 1; ; tried++) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (!(error instanceof AwsError) || tried === attempts) throw error;
    }
    await kernel.sleep(1000 * FIRST_RETRY_SECONDS * 2 ** tried * random.between(0.5, 1));
  }
}
