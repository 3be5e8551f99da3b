import { AwsError, NotSimulated } from '../../aws-error.ts';
import type { Region } from '../../region.ts';
import type { Caller } from '../../service.ts';
import { validationError } from '../errors.ts';
import { isRecord } from './record.ts';

const REFERENCE = /\{\{resolve:([a-z-]+):([^}]*)\}\}/g;

/**
 * Replaces `{{resolve:ssm:NAME:VERSION}}` in every text of a value (CloudFormation guide, "Dynamic references").
 * Secrets Manager and secure strings are not modelled.
 */
export async function dynamicReferences(region: Region, value: unknown, caller: Caller): Promise<unknown> {
  if (typeof value === 'string') return inText(region, value, caller);
  if (Array.isArray(value)) return Promise.all(value.map((item) => dynamicReferences(region, item, caller)));
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(
    async ([key, item]) => [key, await dynamicReferences(region, item, caller)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

async function inText(region: Region, text: string, caller: Caller): Promise<string> {
  if (!text.includes('{{resolve:')) return text;
  let out = text;
  for (const [whole, service, name = ''] of text.matchAll(REFERENCE)) {
    if (service !== 'ssm') throw new NotSimulated(`dynamic references to ${service}`);
    out = out.replace(whole, await ssmValue(region, name, caller));
  }
  return out;
}

async function ssmValue(region: Region, name: string, caller: Caller): Promise<string> {
  try {
    const answer = await region.call('ssm', 'GetParameter', { Name: name }, caller);
    return (answer as { readonly Parameter: { readonly Value: string } }).Parameter.Value;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw validationError(`Unable to retrieve SSM parameter ${name}: ${error.message}`);
  }
}
