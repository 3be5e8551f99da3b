import type { InputTransformer } from '@aws-sdk/client-eventbridge';
import type { AwsEvent } from '../aws-event.ts';
import { validationError } from '../errors.ts';
import { valueAt } from './json-path.ts';

/** Variables that need no path (EventBridge user guide, "Input transformation"). */
const RESERVED = [
  'aws.events.rule-arn',
  'aws.events.rule-name',
  'aws.events.event.ingestion-time',
  'aws.events.event',
  'aws.events.event.json',
];

const PLACEHOLDER = /<([^<>\s"]+)>/g;

/** Refuses a transformer as PutTargets does: reserved names, unknown placeholders. */
export function assertTransformer(transformer: InputTransformer, targetId: string): void {
  const paths = transformer.InputPathsMap ?? {};
  const names = Object.keys(paths);
  const reserved = names.find((name) => name.toLowerCase().startsWith('aws'));
  if (reserved !== undefined) {
    throw validationError(`InputPathsMap for target ${targetId} contains reserved key ${reserved}.`);
  }
  for (const [, name = ''] of (transformer.InputTemplate ?? '').matchAll(PLACEHOLDER)) {
    if (!names.includes(name) && !RESERVED.includes(name)) {
      throw validationError(`InputTemplate for target ${targetId} contains invalid placeholder ${name}.`);
    }
  }
}

export interface TransformContext {
  readonly ruleArn: string;
  readonly ruleName: string;
  readonly ingestionTime: string;
}

/** The text that a template gives for an event. */
export function transform(transformer: InputTransformer, event: AwsEvent, context: TransformContext): string {
  const paths = transformer.InputPathsMap ?? {};
  const valueOfName = (name: string): unknown => {
    switch (name) {
      case 'aws.events.rule-arn':
        return context.ruleArn;
      case 'aws.events.rule-name':
        return context.ruleName;
      case 'aws.events.event.ingestion-time':
        return context.ingestionTime;
      case 'aws.events.event.json':
        return event;
      case 'aws.events.event': {
        const { detail: _, ...envelope } = event;
        return envelope;
      }
      default:
        return valueAt(event, paths[name] ?? '$');
    }
  };
  const template = transformer.InputTemplate ?? '';
  return template.replace(PLACEHOLDER, (_match, name: string, offset: number) =>
    insert(valueOfName(name), isInsideString(template, offset)),
  );
}

/** Whether a place in a template lies between quotes. */
function isInsideString(template: string, offset: number): boolean {
  const quotes = template.slice(0, offset).match(/(?<!\\)"/g) ?? [];
  return quotes.length % 2 === 1;
}

/**
 * A value where a placeholder stands: a string gets quotes outside of a string and none inside; a path that finds
 * nothing gives an empty string inside one and null outside.
 */
function insert(value: unknown, insideString: boolean): string {
  if (value === undefined) return insideString ? '' : 'null';
  if (!insideString) return JSON.stringify(value);
  return typeof value === 'string'
    ? JSON.stringify(value).slice(1, -1)
    : JSON.stringify(value).replace(/"/g, '');
}
