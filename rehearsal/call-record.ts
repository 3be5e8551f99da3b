import type { CallObserver } from '../simulator/fault.ts';
import type { KeptCall } from './simulation-spec.ts';

const READS = /^(Describe|List|Get)/;

/** Services that functions ask to change clusters, to fire later, and to tell. */
const KEPT = new Set([
  'eks',
  'ec2',
  'cloudformation',
  'autoscaling',
  'scheduler',
  'events',
  'kubernetes',
  's3',
  'route53',
]);

/** Keeps the requests of the fleet's functions to those services, once they have been carried out. */
export class CallRecord {
  readonly kept: KeptCall[] = [];

  readonly observe: CallObserver = ({ region, service, operation, input, functionName }, moment) => {
    if (moment !== 'done' || functionName === undefined || READS.test(operation)) return;
    if (KEPT.has(service)) this.kept.push({ region, service, operation, input: structuredClone(input) });
  };
}
