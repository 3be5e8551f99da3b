import type { CallFacts } from './fault.ts';
import type { Region } from './region.ts';
import { serverError } from './server-error.ts';
import { throttlingError } from './throttling.ts';

/**
 * Lets what goes wrong have its way with a call that a service of AWS's makes by itself: the call comes later, or
 * is refused with the `AwsError` of the service that is called. A service has no process that crashes.
 */
export async function meetFault(
  region: Region,
  call: Pick<CallFacts, 'service' | 'operation' | 'input' | 'caller' | 'madeBy'>,
): Promise<void> {
  const { kernel, name, faults, outages } = region;
  const { service, operation } = call;
  const random = kernel.random('server-errors');
  if (outages.isDown(name, service)) throw serverError(service, random);
  const fault = faults.ofCall({ ...call, region: name, functionName: undefined });
  if (!fault) return;
  kernel.trace.record({
    at: kernel.now(),
    kind: 'fault',
    region: name,
    fault: fault.kind,
    service,
    operation,
  });
  if (fault.kind === 'delay') await kernel.sleep(fault.delayMs);
  if (fault.kind === 'throttle') throw throttlingError(region.service(service));
  if (fault.kind === 'server-error') throw serverError(service, random);
}
