import {
  type CollectionTag,
  isCollection,
  isScalar,
  parseDocument,
  type ScalarTag,
  YAMLMap,
  YAMLSeq,
} from 'yaml';
import { formatError } from '../errors.ts';

/** The short forms of YAML templates, with the function each stands for. */
const SHORT_FORMS: Readonly<Record<string, string>> = {
  '!Ref': 'Ref',
  '!Condition': 'Condition',
  ...Object.fromEntries(
    [
      'And',
      'Base64',
      'Cidr',
      'Equals',
      'FindInMap',
      'ForEach',
      'GetAtt',
      'GetAZs',
      'If',
      'ImportValue',
      'Join',
      'Length',
      'Not',
      'Or',
      'Select',
      'Split',
      'Sub',
      'ToJsonString',
      'Transform',
    ].map((name) => [`!${name}`, `Fn::${name}`]),
  ),
};

/** Tags for each of the three kinds of node, so that a short form may stand before any value. */
const TAGS: (ScalarTag | CollectionTag)[] = Object.keys(SHORT_FORMS).flatMap((tag) => [
  { tag, resolve: (text: string) => text } satisfies ScalarTag,
  { tag, collection: 'seq', resolve: (node) => node } satisfies CollectionTag,
  { tag, collection: 'map', resolve: (node) => node } satisfies CollectionTag,
]);

/** A YAML node as plain data, its short forms written out. */
function plain(node: unknown): unknown {
  const value = plainValue(node);
  const tag = isScalar(node) || isCollection(node) ? node.tag : undefined;
  const name = tag === undefined ? undefined : SHORT_FORMS[tag];
  if (name === undefined) return value;
  if (name === 'Fn::GetAtt' && typeof value === 'string') {
    const dot = value.indexOf('.');
    return { [name]: dot < 0 ? value : [value.slice(0, dot), value.slice(dot + 1)] };
  }
  return { [name]: value };
}

function plainValue(node: unknown): unknown {
  if (node instanceof YAMLSeq) return node.items.map(plain);
  if (node instanceof YAMLMap) {
    return Object.fromEntries(node.items.map(({ key, value }) => [String(plain(key)), plain(value)]));
  }
  if (isScalar(node)) return node.value;
  return node ?? null;
}

/**
 * A template's text, JSON or YAML, as plain data. YAML is read by the 1.2 core schema, so that dates such as a
 * policy's version stay text.
 */
export function parseTemplateBody(body: string): unknown {
  if (/^\s*\{/.test(body)) {
    try {
      return JSON.parse(body);
    } catch {
      // YAML accepts most things that JSON does not (comments, trailing commas), as CloudFormation's reader does.
    }
  }
  const document = parseDocument(body, { customTags: TAGS, logLevel: 'silent', resolveKnownTags: false });
  const error = document.errors[0];
  if (error) {
    const [start] = error.linePos ?? [];
    const language = /^\s*\{/.test(body) ? 'JSON' : 'YAML';
    throw formatError(`${language} not well-formed. (line ${start?.line ?? 1}, column ${start?.col ?? 1})`);
  }
  return plain(document.contents);
}
