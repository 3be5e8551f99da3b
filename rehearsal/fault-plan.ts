import type { CallFacts, CallFault, FaultInjector } from '../simulator/fault.ts';

/**
 * A named fault of a scenario: what goes wrong with which call of which function. Reads are left alone unless
 * the operation is named.
 */
export interface PlannedFault {
  readonly kind: CallFault['kind'];
  /** The function's name, without the service and stage before it: `createApplyStack`. Any function if absent. */
  readonly functionName?: string;
  /** The operation, for example `CreateStack`; any that changes something if absent. */
  readonly operation?: string;
  /** How many matching calls it hits; 1 if absent. */
  readonly times?: number;
}

const IS_READ = /^(Get|Describe|List|Query|Scan|BatchGet|Head)/;
const THROTTLED = { code: 'ThrottlingException', message: 'Rate exceeded', statusCode: 429 };

function matches(fault: PlannedFault, call: CallFacts): boolean {
  if (fault.functionName !== undefined && !call.functionName?.endsWith(`-${fault.functionName}`))
    return false;
  if (fault.operation !== undefined) return fault.operation === call.operation;
  return call.functionName !== undefined && !IS_READ.test(call.operation);
}

/** Injects each planned fault into the first calls that match it. */
export function faultInjector(faults: readonly PlannedFault[]): FaultInjector {
  const left = faults.map((fault) => ({ fault, times: fault.times ?? 1 }));
  return (call) => {
    const due = left.find(({ fault, times }) => times > 0 && matches(fault, call));
    if (!due) return undefined;
    due.times--;
    const { kind } = due.fault;
    return kind === 'refuse' ? { kind, ...THROTTLED } : { kind };
  };
}
