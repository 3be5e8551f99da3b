import { GetParametersCommand, type SSMClient } from '@aws-sdk/client-ssm';
import type { Answer } from '../../domain/account-facts/answer.ts';
import type { ByName } from '../../domain/account-facts/facts.ts';
import { asked, unasked } from './asked.ts';

/** As many as GetParameters takes. */
const AT_ONCE = 10;

/** Values of those of the public parameters that are there. */
export async function publishedParameters(
  client: SSMClient,
  names: readonly string[],
): Promise<ByName<string>> {
  const found: [string, string][] = [];
  for (let at = 0; at < names.length; at += AT_ONCE) {
    const Names = names.slice(at, at + AT_ONCE);
    const { Parameters = [] } = await client.send(new GetParametersCommand({ Names }));
    found.push(...Parameters.map(({ Name = '', Value = '' }): [string, string] => [Name, Value]));
  }
  return Object.fromEntries(found);
}

/** Those of the public parameters that are there. */
export async function publishedImages(
  client: SSMClient,
  names: readonly string[],
): Promise<Answer<readonly string[]>> {
  if (names.length === 0) return unasked([]);
  return asked('ssm:GetParameters', async () => Object.keys(await publishedParameters(client, names)));
}
