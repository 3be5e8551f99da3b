import { givenStep } from '../step.ts';

/** Faults are sampled from now on, and not from the first step. */
export const sampleFaults = givenStep<{ readonly sampleFaults: 'on' }>((_step, on) => on.sampleFaults());
