import type { AppliedDocument } from '../applied-document.ts';
import type { ScenarioStep, Step } from './steps/all.ts';

type Written = Extract<ScenarioStep, { apply: unknown }>;
type Nested = Extract<Step, { of: unknown }>['step'];
type Inline = Extract<Written['apply'], readonly unknown[]>[number];

/** A ClusterConfig that a step holds itself, under the name of a file that it could have. */
const applied = (value: Inline): AppliedDocument => ({ source: `${value.metadata.name}.yaml`, value });

/** A step as a simulation is given it, of one as a file writes it that names no other file. */
export function givenStepOf(step: ScenarioStep): Step {
  if ('of' in step) return { of: step.of, step: givenStepOf(step.step as ScenarioStep) as object as Nested };
  if (!('apply' in step)) return step;
  const { apply, copies: _copies, ...how } = step as Written & { readonly apply: readonly Inline[] };
  return { ...how, apply: apply.map(applied) };
}

/** The same step as a file writes it. */
export function writtenStepOf(step: Step): object {
  if ('of' in step) return { ...step, step: writtenStepOf(step.step as Step) };
  return 'apply' in step ? { ...step, apply: step.apply.map(({ value }) => value) } : step;
}

/** The ClusterConfigs that steps apply. */
export const documentsIn = (steps: readonly Step[]): readonly AppliedDocument[] =>
  steps.flatMap((step) => {
    if ('of' in step) return documentsIn([step.step as Step]);
    return 'apply' in step ? step.apply : [];
  });
