import { givenStep } from '../step.ts';

/** A step in another stage of the account, or from its view. */
export const of = givenStep<{ readonly of: string; readonly step: object }>((step, on) =>
  on.inStage(step.of, step.step),
);
