import * as z from 'zod';
import type { EksAccount } from './account.ts';
import { type ErrorMembers, invalidParameter } from './errors.ts';

/**
 * Holds a request against its shape. A member that the shape does not know is not modelled and ends the run by name;
 * all else that does not fit is EKS's InvalidParameterException.
 */
export function validate(
  account: EksAccount,
  operation: string,
  shape: z.ZodType,
  input: unknown,
  members: ErrorMembers,
): void {
  const result = shape.safeParse(input);
  if (result.success) return;
  for (const issue of result.error.issues) {
    if (issue.code !== 'unrecognized_keys') continue;
    const path = [...issue.path, issue.keys[0]].join('.');
    account.notSimulated(`eks:${operation} with ${path}`);
  }
  const [issue] = result.error.issues;
  const innermost = issue?.code === 'invalid_key' ? issue.issues[0] : issue;
  throw invalidParameter(innermost?.message ?? 'Invalid request', members);
}

/** Names that begin with a letter or digit: clusters, node groups and the rest share one pattern. */
export const resourceName = (what: string, max: number): z.ZodType<string> =>
  z
    .string({ error: `${what} can't be null` })
    .regex(/^[0-9A-Za-z][A-Za-z0-9\-_]*$/, {
      error: `The parameter ${what} contains invalid characters. It should conform to the regular expression "^[0-9A-Za-z][A-Za-z0-9-_]*"In other words, it should start with a number or letter, and can contain numbers, letters, dashes, and underscores.`,
    })
    .max(max, { error: `${what} length should be between 1 and ${max}` });

export const roleArn = (what: string): z.ZodType<string> =>
  z
    .string({ error: `${what} can't be null` })
    .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/, { error: `${what} is not a valid role ARN` })
    .max(255, { error: `${what} length should be between 1 and 255` });

/** 33 to 126 characters (community.aws#817; API reference of ClientRequestToken). */
export const clientRequestToken = z
  .string()
  .regex(/^[\x21-\x7e]{33,126}$/, {
    error: 'clientRequestToken length should be between 33 and 126 ASCII characters',
  })
  .optional();

/** At most 50 tags, keys up to 128 and values up to 256 characters (SDK typings of `tags`). */
export const tags = z
  .record(
    z
      .string()
      .min(1, { error: 'Tag key length should be between 1 and 128' })
      .max(128, { error: 'Tag key length should be between 1 and 128' })
      .refine((key) => !/^aws:/i.test(key), { error: 'Tag keys with prefix "aws:" are reserved' }),
    z.string().max(256, { error: 'Tag value length should be between 0 and 256' }),
  )
  .refine((value) => Object.keys(value).length <= 50, { error: 'Number of tags exceeds the limit of 50' })
  .optional();

const QUALIFIED = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
/** Whether the name in a key of a label or taint is as Kubernetes wants it ("Labels and Selectors"). */
export const isQualified = (key: string): boolean => QUALIFIED.test(key.split('/').at(-1) ?? '');

/** Names of namespaces (RFC 1123, "DNS label"). */
export const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

export const stringList = z.array(z.string()).optional();
export const flag = z.boolean().optional();
export const oneOf = <const T extends readonly [string, ...string[]]>(
  what: string,
  values: T,
): z.ZodOptional<z.ZodType<T[number]>> =>
  z
    .enum(values as unknown as [string, ...string[]], {
      error: `Invalid value for ${what}; valid values are ${values.join(', ')}`,
    })
    .optional() as unknown as z.ZodOptional<z.ZodType<T[number]>>;
