import type { CallObserver } from '../simulator/fault.ts';
import type { KeptCall } from './simulation-spec.ts';

const READS = /^(Describe|List|Get)/;

/** Keeps what the fleet's functions ask EKS and CloudFormation to change, once it has been carried out. */
export class CallRecord {
  readonly kept: KeptCall[] = [];

  readonly observe: CallObserver = ({ region, service, operation, input, functionName }, moment) => {
    if (moment !== 'done' || functionName === undefined || READS.test(operation)) return;
    if (service === 'eks' || service === 'cloudformation')
      this.kept.push({ region, service, operation, input: structuredClone(input) });
  };
}
