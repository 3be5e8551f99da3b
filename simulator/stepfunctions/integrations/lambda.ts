import { NotSimulated } from '../../aws-error.ts';
import type { LambdaResult, Region } from '../../region.ts';
import type { Json } from '../asl.ts';
import { StateFailure } from '../failure.ts';
import type { Integration } from './integration.ts';
import { sdkMetadata } from './service-failure.ts';

/** A handler's error fails the task under its own errorType; its payload is the cause. */
function payloadOrFailure(result: LambdaResult): Json {
  const payload = (result.payload ?? null) as Json;
  if (!result.functionError) return payload;
  const { errorType } = (payload ?? {}) as { errorType?: string };
  const text = JSON.stringify(payload);
  if (errorType !== undefined) throw new StateFailure(errorType, text);
  const unknown = 'The cause could not be determined because Lambda did not return an error type.';
  throw new StateFailure('Lambda.Unknown', `${unknown} Returned payload: ${text}`);
}

/** A function named by its own ARN: its payload is the result. */
export const invokeFunction: Integration = async ({ region, request, caller }) =>
  payloadOrFailure(await region.lambda.invoke(request.resource.arn, request.parameters, caller));

/** `lambda:invoke`: the result is Lambda's answer, with the payload among headers and status. */
export const invokeThroughService: Integration = async ({ region, request, caller }) => {
  const { FunctionName, Payload = {}, ...others } = request.parameters as { [key: string]: Json };
  const unknown = Object.keys(others).find((name) => others[name] !== undefined);
  if (unknown) throw new NotSimulated(`${unknown} of the lambda:invoke integration`);
  const result = await region.lambda.invoke(
    functionArn(region, String(FunctionName)),
    payloadOf(Payload),
    caller,
  );
  const payload = payloadOrFailure(result);
  const trace = `Root=1-${region.kernel.random('states/request-id').text(32, '0123456789abcdef')};Sampled=0`;
  return {
    ExecutedVersion: '$LATEST',
    Payload: payload,
    ...sdkMetadata(region, result.payloadText ?? JSON.stringify(payload), 'application/json', {
      'X-Amz-Executed-Version': '$LATEST',
      'X-Amzn-Trace-Id': trace,
      'x-amzn-Remapped-Content-Length': '0',
    }),
    StatusCode: result.statusCode,
  };
};

/** A payload given as a string is the request's body itself where it is JSON. */
function payloadOf(payload: Json): Json {
  if (typeof payload !== 'string') return payload;
  try {
    return JSON.parse(payload) as Json;
  } catch {
    return payload;
  }
}

/** FunctionName may be a name, `account:function:name` or an ARN. */
function functionArn(region: Region, name: string): string {
  if (name.startsWith('arn:')) return name;
  const partial = /^\d{12}:function:(.+)$/.exec(name);
  return region.arn('lambda', `function:${partial?.[1] ?? name}`);
}
