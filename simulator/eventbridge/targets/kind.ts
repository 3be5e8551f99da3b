/** The kind of resource that a target's ARN names; `undefined` for kinds that are not modelled. */
export type TargetKind = 'stateMachine' | 'function' | 'queue' | 'topic' | 'bus' | 'logGroup';

const KINDS: readonly (readonly [RegExp, TargetKind])[] = [
  [/^arn:[\w-]+:states:[\w-]+:\d{12}:stateMachine:[^:]+(:[^:]+)?$/, 'stateMachine'],
  [/^arn:[\w-]+:lambda:[\w-]+:\d{12}:function:[\w-]+(:[\w$-]+)?$/, 'function'],
  [/^arn:[\w-]+:sqs:[\w-]+:\d{12}:[\w-]+(\.fifo)?$/, 'queue'],
  [/^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]+(\.fifo)?$/, 'topic'],
  [/^arn:[\w-]+:events:[\w-]+:\d{12}:event-bus\/[\w./-]+$/, 'bus'],
  [/^arn:[\w-]+:logs:[\w-]+:\d{12}:log-group:[^:]+(:\*)?$/, 'logGroup'],
];

export function targetKind(arn: string): TargetKind | undefined {
  return KINDS.find(([form]) => form.test(arn))?.[1];
}

export interface ArnParts {
  readonly region: string;
  readonly accountId: string;
  readonly resource: string;
}

export function arnParts(arn: string): ArnParts {
  const [, , , region = '', accountId = '', ...resource] = arn.split(':');
  return { region, accountId, resource: resource.join(':') };
}
