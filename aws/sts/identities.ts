import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import { TaskError } from '../../domain/errors.ts';
import type { IdentitiesPort, IdentityAnswer } from '../../domain/ports/identities.ts';
import type { Identity } from '../../domain/proof/identity.ts';
import { DIGEST_HEADER, type PresignedCall } from '../../domain/proof/presigned-call.ts';
import { toTaskError } from '../errors.ts';
import { digestOf } from './digest.ts';

const TIMEOUT_MS = 5000;
const MOST_HEADER_BYTES = 16_384;
const MOST_BODY_BYTES = 16_384;

/** An error of STS as JSON: `{ Error: { Code, Message, Type }, RequestId }`. */
interface Answered {
  readonly Error?: { readonly Code?: unknown };
  readonly GetCallerIdentityResponse?: {
    readonly GetCallerIdentityResult?: {
      readonly Arn?: unknown;
      readonly UserId?: unknown;
      readonly Account?: unknown;
    };
  };
}

const noAnswer = (why: string): TaskError =>
  new TaskError('ServiceUnavailable', `STS could not be asked who signed the request: ${why}`);

/**
 * `IdentitiesPort` over HTTPS. A connection is of one request to the host that the caller has checked, follows no
 * redirect, and is cut off where the answer is long or late. Nothing of the request is in any message.
 */
export class StsIdentities implements IdentitiesPort {
  readonly #deadline: (ms: number) => AbortSignal;

  /** `deadline` ends a request as a whole. */
  constructor(deadline: (ms: number) => AbortSignal) {
    this.#deadline = deadline;
  }

  async whoSigned(call: PresignedCall, text: string): Promise<IdentityAnswer> {
    const { statusCode = 0, body } = await this.#ask(call, digestOf(text));
    const answered = parsed(body);
    if (statusCode === 200) return { outcome: 'Known', identity: identityIn(answered) };
    const code = answered.Error?.Code;
    if (
      statusCode < 400 ||
      statusCode >= 500 ||
      statusCode === 408 ||
      statusCode === 429 ||
      typeof code !== 'string'
    )
      throw noAnswer(`it answered ${statusCode}`);
    const meant = toTaskError(Object.assign(new Error(code), { name: code }));
    // A code that says to come back later says nothing of the signature.
    if (meant.name === 'Throttled' || meant.name === 'ServiceUnavailable') throw meant;
    return { outcome: 'Refused', code: code.slice(0, 64) };
  }

  #ask({ host, query }: PresignedCall, digest: string): Promise<{ statusCode?: number; body: string }> {
    return new Promise((resolve, reject) => {
      const request = https.request({
        method: 'GET',
        hostname: host,
        port: 443,
        path: `/?${query}`,
        agent: false,
        maxHeaderSize: MOST_HEADER_BYTES,
        signal: this.#deadline(TIMEOUT_MS),
        headers: { host, [DIGEST_HEADER]: digest, accept: 'application/json', 'user-agent': 'eks-fleet/1' },
      });
      const fail = ({ code = 'UNKNOWN' }: NodeJS.ErrnoException) => reject(noAnswer(code));
      request.on('error', fail);
      request.on('response', (response: IncomingMessage) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('error', fail);
        response.on('data', (part: string) => {
          body += part;
          if (body.length <= MOST_BODY_BYTES) return;
          response.destroy();
          reject(noAnswer('its answer is too long'));
        });
        response.on('end', () =>
          resolve({
            ...(response.statusCode === undefined ? {} : { statusCode: response.statusCode }),
            body,
          }),
        );
      });
      request.end();
    });
  }
}

function parsed(body: string): Answered {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

function identityIn({ GetCallerIdentityResponse: answer }: Answered): Identity {
  const { Arn: arn, UserId: userId, Account: account } = answer?.GetCallerIdentityResult ?? {};
  if (typeof arn !== 'string' || typeof userId !== 'string' || typeof account !== 'string')
    throw noAnswer('its answer names nobody');
  return { arn, userId, account };
}
