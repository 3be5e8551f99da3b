import * as z from 'zod';
import { expectation } from '../expectation-schema.ts';
import { expectationFindings } from '../expectations.ts';
import { isOutage } from '../outage.ts';
import { writtenStep } from '../step.ts';

/** A finding in place of an expectation that an outage keeps from being looked at. */
function unanswered(error: Error): readonly string[] {
  if (!isOutage(error)) throw error;
  return [`what was expected could not be looked at: ${error.name}: ${error.message}`];
}

export const expect = writtenStep(z.strictObject({ expect: expectation }), async (step, on) => {
  on.checked(Object.keys(step.expect));
  on.found(await on.drive(expectationFindings(step.expect, on).catch(unanswered)));
});
