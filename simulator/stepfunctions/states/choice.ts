import type { ChoiceState } from '../asl.ts';
import type { Eventual } from '../eventual.ts';
import type { EvaluationContext } from '../expressions/expression.ts';
import { inState, StateFailure } from '../failure.ts';
import { evaluationContext, leave, type StateRun, type Transition, typedField } from '../state-run.ts';

/**
 * Takes the first rule whose Condition is true, else Default; a rule's own Output and Assign replace the state's.
 * Without a Default it fails with States.Runtime, not the documented States.NoChoiceMatched (measured on AWS,
 * github.com/floci-io/floci pull 3167).
 */
export function runChoice(run: StateRun, state: ChoiceState): Eventual<Transition> {
  return chooseFrom(run, state, evaluationContext(run), 0);
}

function chooseFrom(
  run: StateRun,
  state: ChoiceState,
  context: EvaluationContext,
  start: number,
): Eventual<Transition> {
  for (let index = start; index < state.Choices.length; index++) {
    const rule = state.Choices[index] as ChoiceState['Choices'][number];
    const prefix = `Choices[${index}]/`;
    const take = () => leave(run, run.input, { from: rule, prefix, next: rule.Next, context });
    const holds = typedField(run, rule.Condition, `${prefix}Condition`, ['boolean'], context);
    if (holds instanceof Promise)
      return holds.then((known) => (known === true ? take() : chooseFrom(run, state, context, index + 1)));
    if (holds === true) return take();
  }
  if (state.Default === undefined) {
    const what = 'Failed to transition out of the state. The state does not point to a next state.';
    throw new StateFailure('States.Runtime', inState(run.name, run.enteredEventId, what));
  }
  return leave(run, run.input, { from: state, next: state.Default, context });
}
