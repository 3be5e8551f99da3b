import type { AwsError } from './aws-error.ts';
import { conflictOf } from './dynamodb/items/conflict.ts';
import type { CallFacts, CallFault } from './fault.ts';
import type { Kernel } from './kernel/kernel.ts';
import type { Region } from './region.ts';
import { serverError } from './server-error.ts';
import type { Service } from './service.ts';
import { throttlingError } from './throttling.ts';

/** The service's refusal of the call; undefined for faults that refuse nothing. */
export function refusalOf(
  fault: CallFault,
  { service: key, operation, input }: Pick<CallFacts, 'service' | 'operation' | 'input'>,
  service: Service,
  kernel: Kernel,
): AwsError | undefined {
  if (fault.kind === 'throttle') return throttlingError(service);
  if (fault.kind === 'server-error') return serverError(key, kernel.random('server-errors'));
  if (fault.kind === 'conflict') return conflictOf(operation, input, kernel.random('conflicts'));
  return undefined;
}

/**
 * Applies a fault to a call that a service of AWS makes by itself: the call comes later, or is refused with the
 * `AwsError` of the called service. A service has no process that could crash.
 */
export async function meetFault(
  region: Region,
  call: Pick<CallFacts, 'service' | 'operation' | 'input' | 'caller' | 'madeBy'>,
): Promise<void> {
  const { kernel, name, faults, outages } = region;
  const { service, operation } = call;
  if (outages.isDown(name, service)) throw serverError(service, kernel.random('server-errors'));
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
  const refusal = refusalOf(fault, call, region.service(service), kernel);
  if (refusal) throw refusal;
}
