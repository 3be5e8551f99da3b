import ipaddr from 'ipaddr.js';
import { NotSimulated } from '../../aws-error.ts';
import { templateError } from '../errors.ts';
import { isRecord } from './record.ts';
import { functionOf, getAttParts } from './references.ts';
import type { Template } from './template.ts';

/** A value that is not known before the resource it comes from is made. */
export const UNKNOWN: unique symbol = Symbol('known after apply');

/** `AWS::NoValue`: the property, or the item of a list, is left out. */
export const NO_VALUE: unique symbol = Symbol('AWS::NoValue');

/** Values that the functions of a template may look up. */
export interface Scope {
  readonly mappings: Template['Mappings'];
  /** Parameters and pseudo parameters; undefined where there is none of that name. */
  parameter(name: string): unknown;
  condition(name: string): boolean;
  /** `Ref` and `Fn::GetAtt` of a resource, or `UNKNOWN`. */
  ref(logicalId: string): unknown;
  getAtt(logicalId: string, attribute: string): unknown;
  importValue(name: string): unknown;
  availabilityZones(region: string): readonly string[];
}

type Intrinsic = (argument: unknown, scope: Scope, resolved: (value: unknown) => unknown) => unknown;

const isKnown = (values: readonly unknown[]): boolean => !values.some((value) => containsUnknown(value));

export function containsUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(containsUnknown);
  return isRecord(value) && Object.values(value).some(containsUnknown);
}

const isScalar = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const JOIN_SHAPE =
  'every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined ' +
  'or a function that returns a list of strings (such as Fn::GetAZs) to be joined.';
const SPLIT_SHAPE =
  'every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split ' +
  'or a function that returns a string to be split.';
const SELECT_SHAPE = 'Fn::Select requires a list argument with two elements: an integer index and a list';

const GET_ATT_OF_ONE =
  'if specifying one argument to Fn::GetAtt, that argument must be a non-empty string in format <LogicalId>.<Attribute>';

/** Functions that CloudFormation itself supports; others, such as Fn::Length, need AWS::LanguageExtensions. */
const SUPPORTED = [
  ...['Fn::Base64', 'Fn::GetAtt', 'Fn::GetAZs', 'Fn::ImportValue', 'Fn::Join', 'Fn::Split', 'Fn::FindInMap'],
  ...['Fn::Select', 'Ref', 'Fn::Equals', 'Fn::If', 'Fn::Not', 'Condition', 'Fn::And', 'Fn::Or'],
  ...['Fn::Contains', 'Fn::EachMemberEquals', 'Fn::EachMemberIn', 'Fn::ValueOf', 'Fn::ValueOfAll'],
  ...['Fn::RefAll', 'Fn::Sub', 'Fn::Cidr'],
];

/** The functions of the CloudFormation guide, "Intrinsic function reference", by name. */
const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, scope) => {
    if (typeof name !== 'string') throw templateError("All 'Ref' must be a string.");
    if (name === 'AWS::NoValue') return NO_VALUE;
    return scope.parameter(name) ?? scope.ref(name);
  },
  'Fn::GetAtt': (argument, scope, resolved) => {
    const parts = getAttParts(argument);
    const attribute = parts && resolved(parts[1]);
    if (typeof argument === 'string' && !parts) throw templateError(GET_ATT_OF_ONE);
    if (!parts || !isScalar(attribute)) {
      throw templateError(
        'every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute',
      );
    }
    return scope.getAtt(parts[0], String(attribute));
  },
  'Fn::Sub': substitute,
  'Fn::Join': (argument, _scope, resolved) => {
    const [delimiter, list] = Array.isArray(argument) ? argument : [];
    const items = resolved(list);
    if (typeof delimiter !== 'string' || (!Array.isArray(items) && items !== UNKNOWN))
      throw templateError(JOIN_SHAPE);
    if (!Array.isArray(items) || !isKnown(items)) return UNKNOWN;
    if (!items.every(isScalar)) throw templateError(JOIN_SHAPE);
    return items.map(String).join(delimiter);
  },
  'Fn::Split': (argument, _scope, resolved) => {
    const [delimiter, source] = Array.isArray(argument) ? argument : [];
    const text = resolved(source);
    if (text === UNKNOWN) return UNKNOWN;
    if (typeof delimiter !== 'string' || !isScalar(text)) throw templateError(SPLIT_SHAPE);
    return String(text).split(delimiter);
  },
  'Fn::Select': (argument, _scope, resolved) => {
    if (!Array.isArray(argument) || argument.length !== 2) throw templateError(SELECT_SHAPE);
    const [index, list] = [resolved(argument[0]), resolved(argument[1])];
    if (index === UNKNOWN || list === UNKNOWN) return UNKNOWN;
    if (!/^\d+$/.test(String(index)) || !Array.isArray(list)) throw templateError(SELECT_SHAPE);
    const chosen = list[Number(index)];
    if (chosen === undefined && Array.isArray(argument[1])) throw templateError(SELECT_SHAPE);
    if (chosen === undefined) {
      throw templateError(`Fn::Select cannot select nonexistent value at index ${String(index)}`);
    }
    return chosen;
  },
  'Fn::If': (argument, scope, resolved) => {
    if (!Array.isArray(argument) || argument.length !== 3) {
      throw templateError('Fn::If requires a list argument with three elements');
    }
    return resolved(scope.condition(String(argument[0])) ? argument[1] : argument[2]);
  },
  'Fn::FindInMap': findInMap,
  'Fn::Base64': (argument, _scope, resolved) => {
    const text = resolved(argument);
    if (text === UNKNOWN) return UNKNOWN;
    if (!isScalar(text)) throw templateError('every Fn::Base64 object must have a String-typed value.');
    return Buffer.from(String(text)).toString('base64');
  },
  'Fn::GetAZs': (argument, scope, resolved) => {
    const region = resolved(argument) || scope.parameter('AWS::Region');
    return [...scope.availabilityZones(String(region))];
  },
  'Fn::Cidr': cidr,
  'Fn::ImportValue': (argument, scope, resolved) => {
    const name = resolved(argument);
    return name === UNKNOWN ? UNKNOWN : scope.importValue(String(name));
  },
  'Fn::Transform': () => {
    throw new NotSimulated('Fn::Transform');
  },
};

function substitute(argument: unknown, scope: Scope, resolved: (value: unknown) => unknown): unknown {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof text !== 'string' || !isRecord(variables)) {
    throw templateError(
      "One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string",
    );
  }
  let unknown = false;
  const out = text.replace(/\$\{([^}]*)\}/g, (_, inner: string) => {
    if (inner.startsWith('!')) return `\${${inner.slice(1)}}`;
    const name = inner.trim();
    if (!/^[\w.:]+$/.test(name)) {
      throw templateError(
        'variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, and colons',
      );
    }
    const value = name in variables ? resolved(variables[name]) : lookUp(name, scope);
    if (containsUnknown(value)) unknown = true;
    return value === UNKNOWN || value === NO_VALUE
      ? ''
      : Array.isArray(value)
        ? value.join(',')
        : String(value);
  });
  return unknown ? UNKNOWN : out;
}

function lookUp(name: string, scope: Scope): unknown {
  const parameter = scope.parameter(name);
  if (parameter !== undefined) return parameter;
  const dot = name.indexOf('.');
  return dot < 0 ? scope.ref(name) : scope.getAtt(name.slice(0, dot), name.slice(dot + 1));
}

/** A call of anything but Ref and Fn::FindInMap, which alone may stand in a Fn::FindInMap without a transform. */
const isForeign = (key: unknown): boolean =>
  !isScalar(key) && !['Ref', 'Fn::FindInMap'].includes(functionOf(key)?.[0] ?? '');

/** Words without AWS::LanguageExtensions (aws-cdk#27987, cloudformation-coverage-roadmap#2034). */
function findInMap(argument: unknown, scope: Scope, resolved: (value: unknown) => unknown): unknown {
  if (!Array.isArray(argument) || argument.length < 3 || argument.slice(0, 3).some(isForeign)) {
    throw templateError(
      'every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value',
    );
  }
  const keys = argument.slice(0, 3).map(resolved);
  if (!isKnown(keys)) return UNKNOWN;
  const [map, first, second] = keys.map(String) as [string, string, string];
  const found = scope.mappings[map]?.[first]?.[second];
  if (found !== undefined) return found;
  const options = argument[3];
  if (isRecord(options) && 'DefaultValue' in options) {
    throw new NotSimulated(
      'DefaultValue of Fn::FindInMap, which needs the transform AWS::LanguageExtensions',
    );
  }
  if (scope.mappings[map] === undefined)
    throw templateError(`Mapping named '${map}' is not present in the 'Mappings' section of template.`);
  throw templateError(`Unable to get mapping for ${map}::${first}::${second}`);
}

/** The guide, "Fn::Cidr": 1 to 256 blocks. */
const CIDR_BLOCKS_MAX = 256;

/** `Fn::Cidr [block, count, hostBits]`: the first `count` blocks of `hostBits` bits within the block. */
function cidr(argument: unknown, _scope: Scope, resolved: (value: unknown) => unknown): unknown {
  if (!Array.isArray(argument)) throw templateError('Fn::Cidr requires a list argument');
  const [block, count, bits] = argument.map(resolved);
  if (!isKnown([block, count, bits])) return UNKNOWN;
  if (!ipaddr.isValidCIDR(String(block))) throw templateError(`Fn::Cidr: ${String(block)} is no CIDR block`);
  const blocks = Number(count);
  if (!(Number.isInteger(blocks) && blocks >= 1 && blocks <= CIDR_BLOCKS_MAX)) {
    throw templateError(`Fn::Cidr: a count from 1 to ${CIDR_BLOCKS_MAX} is needed, not ${String(count)}`);
  }
  const [address, prefix] = ipaddr.parseCIDR(String(block));
  const length = address.kind() === 'ipv4' ? 32 : 128;
  const hostBits = bits === undefined ? 8 : Number(bits);
  const start = address.toByteArray().reduce((sum, byte) => (sum << 8n) + BigInt(byte), 0n);
  const base = (start >> BigInt(length - prefix)) << BigInt(length - prefix);
  if (hostBits + prefix > length || BigInt(blocks) > 1n << BigInt(length - prefix - hostBits)) {
    throw templateError(
      `Fn::Cidr cannot split ${String(block)} into ${String(count)} blocks of ${hostBits} bits`,
    );
  }
  return Array.from({ length: blocks }, (_, index) => {
    const value = base + (BigInt(index) << BigInt(hostBits));
    const bytes = Array.from({ length: length / 8 }, (_byte, place) =>
      Number((value >> BigInt(length - 8 * (place + 1))) & 0xffn),
    );
    return `${ipaddr.fromByteArray(bytes).toString()}/${length - hostBits}`;
  });
}

/**
 * A value with its functions resolved. Unknown values stay `UNKNOWN` where they stand; `AWS::NoValue` is left
 * out of objects and lists.
 */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => resolve(item, scope)).filter((item) => item !== NO_VALUE);
  }
  const call = functionOf(value);
  const run = call && INTRINSICS[call[0]];
  if (call && run) return run(call[1], scope, (inner) => resolve(inner, scope));
  if (call?.[0].startsWith('Fn::')) {
    throw templateError(
      `Encountered unsupported function: ${call[0]} Supported functions are: [${SUPPORTED.join(', ')}]`,
    );
  }
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, resolve(item, scope)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== NO_VALUE));
}
