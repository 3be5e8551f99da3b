import { NotSimulated } from '../../aws-error.ts';
import type { Json } from '../asl.ts';
import type { Integration } from './integration.ts';
import { sdkMetadata } from './service-failure.ts';

interface SdkService {
  readonly signingName: string;
  /** The API's members begin with a small letter; a state machine names them with a capital one all the same. */
  readonly camelCase: boolean;
}

/** Services whose members Step Functions' PascalCase names map to without a model of nested shapes. */
const SDK: Readonly<Record<string, SdkService>> = {
  dynamodb: { signingName: 'dynamodb', camelCase: false },
  sqs: { signingName: 'sqs', camelCase: false },
  sns: { signingName: 'sns', camelCase: false },
  ssm: { signingName: 'ssm', camelCase: false },
  eventbridge: { signingName: 'events', camelCase: false },
  scheduler: { signingName: 'scheduler', camelCase: false },
  lambda: { signingName: 'lambda', camelCase: false },
  sfn: { signingName: 'states', camelCase: true },
};

/** Optimised integrations that add only metadata to a service's answer. */
export const OPTIMIZED: ReadonlySet<string> = new Set([
  'sqs:sendMessage',
  'sns:publish',
  'dynamodb:getItem',
  'dynamodb:putItem',
  'dynamodb:updateItem',
  'dynamodb:deleteItem',
]);

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
const small = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** `aws-sdk:<service>:<action>` and the optimised integrations above: one call as the execution's role. */
export const callSdk: Integration = async ({ region, caller, request }) => {
  const { type, action } = request.resource;
  const isSdk = type.startsWith('aws-sdk:');
  const service = SDK[type.replace(/^aws-sdk:/, '')];
  if (!service) throw new NotSimulated(`The task resource ${request.resource.arn}`);
  const operation = capital(action.split('.')[0] ?? '');
  const input = inputOf(service, request.parameters as { [key: string]: Json });
  const answer = (await region.call(service.signingName, operation, input, caller)) ?? {};
  const output: { [key: string]: Json } = {};
  for (const [name, value] of Object.entries(answer)) {
    if (name !== '$metadata' && value !== undefined) output[capital(name)] = plain(value);
  }
  if (isSdk) return output;
  return { ...output, ...sdkMetadata(region, JSON.stringify(output), 'application/x-amz-json-1.0') };
};

/** Members that the API takes as text may be given as JSON: they are serialised (guide, SDK integrations). */
const TEXT_MEMBERS = new Set(['MessageBody', 'Message', 'Input', 'Output', 'Detail']);

function inputOf({ camelCase }: SdkService, parameters: { [key: string]: Json }): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(parameters)) {
    const isText = TEXT_MEMBERS.has(name) && value !== null && typeof value === 'object';
    input[camelCase ? small(name) : name] = isText ? JSON.stringify(value) : value;
  }
  return input;
}

/** An answer as JSON: dates in ISO 8601, bytes in base64. */
function plain(value: unknown): Json {
  if (value instanceof Date) return value.toISOString();
  if (ArrayBuffer.isView(value))
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value as Json;
  const object: { [key: string]: Json } = {};
  for (const [name, item] of Object.entries(value)) if (item !== undefined) object[name] = plain(item);
  return object;
}
