import { AwsError } from '../aws-error.ts';
import { parsePolicy } from '../iam/policies/document.ts';
import { invalidAttribute } from './errors.ts';

export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

export interface QueueAttributes {
  readonly delaySeconds: number;
  readonly maximumMessageBytes: number;
  readonly messageRetentionSeconds: number;
  readonly receiveWaitSeconds: number;
  readonly visibilityTimeoutSeconds: number;
  readonly policy: unknown;
  readonly policyText: string | undefined;
  readonly redrivePolicy: RedrivePolicy | undefined;
  readonly redrivePolicyText: string | undefined;
  readonly redriveAllowPolicyText: string | undefined;
  readonly sqsManagedSseEnabled: boolean;
}

/** The defaults of SetQueueAttributes (SDK typing). */
export const DEFAULT_ATTRIBUTES: QueueAttributes = {
  delaySeconds: 0,
  maximumMessageBytes: 1_048_576,
  messageRetentionSeconds: 345_600,
  receiveWaitSeconds: 0,
  visibilityTimeoutSeconds: 30,
  policy: undefined,
  policyText: undefined,
  redrivePolicy: undefined,
  redrivePolicyText: undefined,
  redriveAllowPolicyText: undefined,
  sqsManagedSseEnabled: true,
};

interface NumberAttribute {
  readonly member: keyof QueueAttributes;
  readonly min: number;
  readonly max: number;
}

const NUMBERS: Readonly<Record<string, NumberAttribute>> = {
  DelaySeconds: { member: 'delaySeconds', min: 0, max: 900 },
  MaximumMessageSize: { member: 'maximumMessageBytes', min: 1024, max: 1_048_576 },
  MessageRetentionPeriod: { member: 'messageRetentionSeconds', min: 60, max: 1_209_600 },
  ReceiveMessageWaitTimeSeconds: { member: 'receiveWaitSeconds', min: 0, max: 20 },
  VisibilityTimeout: { member: 'visibilityTimeoutSeconds', min: 0, max: 43_200 },
};

/** The attributes that are modelled: those of FIFO queues and of encryption with keys of one's own are not. */
export const MODELLED_ATTRIBUTES = [
  ...Object.keys(NUMBERS),
  ...['Policy', 'RedrivePolicy', 'RedriveAllowPolicy', 'SqsManagedSseEnabled'],
];

/** The attributes after a change, validated as a whole; an empty text takes an attribute back. */
export function changedAttributes(
  current: QueueAttributes,
  changes: Readonly<Record<string, string>>,
): QueueAttributes {
  const changed = Object.entries(changes).map(([name, value]) => attributeOf(name, value));
  return Object.assign({}, current, ...changed) as QueueAttributes;
}

function attributeOf(name: string, text: string): Partial<QueueAttributes> {
  const number = NUMBERS[name];
  if (number) {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < number.min || value > number.max) throw invalidAttribute(name);
    return { [number.member]: value };
  }
  if (name === 'Policy') return policyOf(text);
  if (name === 'RedrivePolicy') return redriveOf(text);
  if (name === 'RedriveAllowPolicy') return { redriveAllowPolicyText: text === '' ? undefined : text };
  if (name === 'SqsManagedSseEnabled') return { sqsManagedSseEnabled: text === 'true' };
  throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`, { statusCode: 400 });
}

function policyOf(text: string): Partial<QueueAttributes> {
  if (text === '') return { policy: undefined, policyText: undefined };
  try {
    parsePolicy(text, 'resource');
  } catch (error) {
    throw error instanceof AwsError ? invalidAttribute('Policy') : error;
  }
  const policy = JSON.parse(text) as { readonly Statement?: unknown };
  if (resourcesOf(policy.Statement).size > 1) throw invalidAttribute('Policy');
  return { policy, policyText: text };
}

/**
 * "Each policy must cover only a single queue (when writing a policy, don't include statements that cover different
 * queues)": SQS developer guide, "Special Information for SQS Policies"; remind101/stacker_blueprints#71.
 */
function resourcesOf(statements: unknown): ReadonlySet<unknown> {
  const written = [statements].flat() as readonly ({ readonly Resource?: unknown } | undefined)[];
  return new Set(written.flatMap((statement) => [statement?.Resource ?? []].flat()));
}

function redriveOf(text: string): Partial<QueueAttributes> {
  if (text === '') return { redrivePolicy: undefined, redrivePolicyText: undefined };
  const invalid = (reason: string): AwsError =>
    new AwsError(
      'InvalidParameterValue',
      `Value ${text} for parameter RedrivePolicy is invalid. Reason: ${reason}`,
      {
        statusCode: 400,
      },
    );
  let given: Readonly<Record<string, unknown>>;
  try {
    given = JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    throw invalid('Redrive policy is not a valid JSON map.');
  }
  const { deadLetterTargetArn, maxReceiveCount } = given;
  if (typeof deadLetterTargetArn !== 'string') {
    throw invalid('Redrive policy does not contain mandatory attribute: deadLetterTargetArn.');
  }
  const count = Number(maxReceiveCount ?? 10);
  if (!Number.isInteger(count) || count < 1 || count > 1000) {
    throw invalid('Invalid value for maxReceiveCount: must be between 1 and 1000.');
  }
  return { redrivePolicy: { deadLetterTargetArn, maxReceiveCount: count }, redrivePolicyText: text };
}

/** The settable attributes as GetQueueAttributes writes them. */
export function writtenAttributes(attributes: QueueAttributes): Record<string, string> {
  const written: Record<string, string | undefined> = {
    DelaySeconds: String(attributes.delaySeconds),
    MaximumMessageSize: String(attributes.maximumMessageBytes),
    MessageRetentionPeriod: String(attributes.messageRetentionSeconds),
    ReceiveMessageWaitTimeSeconds: String(attributes.receiveWaitSeconds),
    VisibilityTimeout: String(attributes.visibilityTimeoutSeconds),
    Policy: attributes.policyText,
    RedrivePolicy: attributes.redrivePolicyText,
    RedriveAllowPolicy: attributes.redriveAllowPolicyText,
    SqsManagedSseEnabled: String(attributes.sqsManagedSseEnabled),
  };
  return Object.fromEntries(
    Object.entries(written).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
