import { AwsError } from '../../aws-error.ts';
import type { AwsEvent } from '../aws-event.ts';
import type { RuleTarget } from '../state.ts';
import { type TransformContext, transform } from './input-transformer.ts';
import { valueAt } from './json-path.ts';

/** The input that a target gets: the event, a constant, a part of the event, or a text made of it. */
export function inputFor(target: RuleTarget, event: AwsEvent, context: TransformContext): string {
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined) return JSON.stringify(valueAt(event, target.InputPath) ?? null);
  if (target.InputTransformer) return transform(target.InputTransformer, event, context);
  return JSON.stringify(event);
}

/** The input as JSON, for targets that take nothing else. */
export function jsonInput(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AwsError('INVALID_JSON', 'The input of the target is not valid JSON.');
  }
}
