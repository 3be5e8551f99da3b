import { formatError, validationError } from '../errors.ts';
import { isRecord } from './record.ts';

const PARAMETERS_MAX = 200;
const DESCRIPTION_MAX = 4000;

const MEMBERS = [
  ...['Type', 'Default', 'NoEcho', 'AllowedValues', 'AllowedPattern', 'ConstraintDescription', 'Description'],
  ...['MinLength', 'MaxLength', 'MinValue', 'MaxValue'],
];

/** The types of the CloudFormation guide, "Parameters section": plain, of AWS's own things, and of SSM. */
const PLAIN = /^(?:String|Number|CommaDelimitedList|List<Number>|AWS::SSM::Parameter::Name)$/;
const SPECIFIC = /^(?:List<)?AWS::(?:EC2|Route53)::[\w:]+>?$/;
const STORED = /^AWS::SSM::Parameter::Value<.+>$/;

/** The Parameters section as written, in CloudFormation's words. */
export function checkParameters(parameters: Readonly<Record<string, unknown>>): void {
  const names = Object.keys(parameters);
  if (names.length > PARAMETERS_MAX) {
    throw formatError(
      `Number of parameters, ${names.length}, is greater than maximum allowed, ${PARAMETERS_MAX}`,
    );
  }
  for (const [name, definition] of Object.entries(parameters)) checkParameter(name, definition);
}

function checkParameter(name: string, definition: unknown): void {
  if (!/^[a-zA-Z0-9]+$/.test(name)) throw formatError(`Parameter name ${name} is non alphanumeric.`);
  if (!isRecord(definition)) throw formatError('Every Parameters member must be an object.');
  const { Type, Default, Description } = definition;
  if (typeof Type !== 'string') throw formatError('Every Parameters object must contain a Type member.');
  if (![PLAIN, SPECIFIC, STORED].some((form) => form.test(Type))) {
    throw formatError(`Unrecognized parameter type: ${Type}`);
  }
  const unknown = Object.keys(definition).find((member) => !MEMBERS.includes(member));
  if (unknown !== undefined) throw validationError(`Invalid template parameter property '${unknown}'`);
  if (typeof Default === 'object') throw formatError('Every Default member must be a string.');
  if (typeof Description === 'string' && Description.length > DESCRIPTION_MAX) {
    throw formatError(`'Description' length is greater than ${DESCRIPTION_MAX}.`);
  }
}
