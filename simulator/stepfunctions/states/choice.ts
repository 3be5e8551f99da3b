import type { ChoiceState } from '../asl.ts';
import { inState, StateFailure } from '../failure.ts';
import { evaluationContext, leave, type StateRun, type Transition, typedField } from '../state-run.ts';

/**
 * Takes the first rule whose Condition is true, else Default; a rule's own Output and Assign replace the state's.
 * Without a Default it fails with States.Runtime, not the documented States.NoChoiceMatched (measured on AWS,
 * github.com/floci-io/floci pull 3167).
 */
export async function runChoice(run: StateRun, state: ChoiceState): Promise<Transition> {
  const context = evaluationContext(run);
  for (const [index, rule] of state.Choices.entries()) {
    const prefix = `Choices[${index}]/`;
    if ((await typedField(run, rule.Condition, `${prefix}Condition`, ['boolean'], context)) !== true)
      continue;
    return leave(run, run.input, { from: rule, prefix, next: rule.Next, context });
  }
  if (state.Default === undefined) {
    const what = 'Failed to transition out of the state. The state does not point to a next state.';
    throw new StateFailure('States.Runtime', inState(run.name, run.enteredEventId, what));
  }
  return leave(run, run.input, { from: state, next: state.Default, context });
}
