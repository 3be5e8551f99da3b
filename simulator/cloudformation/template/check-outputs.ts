import { formatError } from '../errors.ts';
import { isRecord } from './record.ts';
import { referencesOf } from './references.ts';

/** The limit of the CloudFormation guide, "Understand CloudFormation quotas". */
const OUTPUTS_MAX = 200;

const MEMBERS = ['Value', 'Description', 'Condition', 'Export'];

/** The Outputs section as written, in CloudFormation's words. */
export function checkOutputs(
  outputs: Readonly<Record<string, unknown>>,
  resources: Readonly<Record<string, unknown>>,
): void {
  const names = Object.keys(outputs);
  if (names.length > OUTPUTS_MAX) {
    throw formatError(`Number of outputs, ${names.length}, is greater than maximum allowed, ${OUTPUTS_MAX}`);
  }
  for (const [name, definition] of Object.entries(outputs)) checkOutput(name, definition, resources);
}

/** Observed words: amplify-backend (names), aws-cloudformation-macros#15 (members). */
function checkOutput(name: string, definition: unknown, resources: Readonly<Record<string, unknown>>): void {
  if (!/^[a-zA-Z0-9]+$/.test(name)) throw formatError(`Outputs name '${name}' is non alphanumeric.`);
  if (!isRecord(definition) || definition.Value === undefined || definition.Value === null) {
    throw formatError(`Every Outputs member must contain a Value object`);
  }
  const unknown = Object.keys(definition).filter((member) => !MEMBERS.includes(member));
  if (unknown.length > 0) throw formatError(`Invalid outputs property : [${unknown.join(', ')}].`);
  const { Export } = definition;
  if (Export === undefined) return;
  if (!(isRecord(Export) && Export.Name !== undefined)) {
    throw formatError('Every Export member must contain a Name.');
  }
  checkExportName(name, Export.Name, resources);
}

/** The name is known before anything is made (cfn-lint#1632), and of few characters (startup-kit-templates#45). */
function checkExportName(
  output: string,
  exportName: unknown,
  resources: Readonly<Record<string, unknown>>,
): void {
  const isOfAResource = referencesOf(exportName).some(({ name }) => name in resources);
  if (isOfAResource || /"Fn::(?:ImportValue|GetAZs)":/.test(JSON.stringify(exportName))) {
    throw formatError(
      `Output ${output} is malformed.  The Name field of Export must not depend on any resources, imported values, or Fn::GetAZs.`,
    );
  }
  if (typeof exportName === 'string' && !/^[a-zA-Z0-9:-]+$/.test(exportName)) {
    throw formatError(
      `Output ${output} is malformed. The Name field of every Export member must be specified and consist only of alphanumeric characters, colons, or hyphens.`,
    );
  }
}
