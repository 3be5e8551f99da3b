import { formatError } from '../errors.ts';
import { isRecord } from './record.ts';

/**
 * The Mappings section as written, in CloudFormation's words (cfn-lint#2004 for keys, troposphere#426 and
 * aws-cdk#18922 for attributes; the CloudFormation guide, "Mappings").
 */
export function checkMappings(mappings: Readonly<Record<string, unknown>>): void {
  for (const [name, mapping] of Object.entries(mappings)) {
    if (!/^[a-zA-Z0-9]+$/.test(name)) throw formatError(`Mapping name ${name} is non alphanumeric.`);
    if (!isRecord(mapping)) throw formatError('Every Mappings member must be an object.');
    for (const [key, entry] of Object.entries(mapping)) checkEntry(key, entry);
  }
}

function checkEntry(key: string, entry: unknown): void {
  if (!/^[a-zA-Z0-9.-]+$/.test(key)) {
    throw formatError(
      `Mappings element name '${key}' must be non-empty and can contain only alphanumerics, '-' or '.'`,
    );
  }
  if (!isRecord(entry)) throw formatError('Every Mappings member must be a map.');
  for (const [attribute, value] of Object.entries(entry)) {
    if (!/^[a-zA-Z0-9]+$/.test(attribute)) {
      throw formatError(`Mappings attribute name '${attribute}' must contain only alphanumeric characters.`);
    }
    if (isRecord(value)) throw formatError('Every Mappings attribute must be a String or a List.');
  }
}
