import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recordedResponses } from './eks-recordings.ts';
import type { Verdict } from './eks-situation.ts';
import { SITUATIONS } from './eks-situations.ts';
import type { ConformanceSet, SetResult } from './result.ts';

interface ObservedError {
  readonly operation: string;
  readonly situation: string;
  readonly errorCode: string | null;
  readonly message: string | null;
  readonly form?: string;
  readonly fields?: Readonly<Record<string, string | null>>;
  readonly resourceIds?: string | null;
  readonly codeSure?: boolean;
  readonly superseded?: boolean;
}

/**
 * An observed text with its varying parts open: `<placeholders>`, lists that go on (`[, ...]`), and Kubernetes
 * versions where the text was quoted with some.
 */
export function openForm(text: string): RegExp {
  const source = text
    .replace(/[\\^$.*+?(){}|[\]]/g, '\\$&')
    .replace(/ \\\[\\\.\\\.\\\.\\\] ?/g, '(?: .+)? ?')
    .replace(/\\\[, \\\.\\\.\\\.\\\]/g, '(?:, .+)?')
    .replace(/, \\\.\\\.\\\.(?=\\\])/g, '(?:, .+)?')
    .replace(/<[^<>]+>/g, '.+?')
    .replace(/\b1\\\.\d+\b/g, '1\\.\\d+');
  return new RegExp(`^${source}$`, 's');
}

function agrees(expected: ObservedError, found: Verdict): boolean {
  const code = expected.errorCode;
  const isCodeKnown = code !== null && !code.startsWith('(') && expected.codeSure !== false;
  if (isCodeKnown && found.code !== code) return false;
  const text = expected.form ?? expected.message;
  if (text !== null && !openForm(text).test(found.message ?? '')) return false;
  if (text === null && found.code !== code) return false;
  const named = Object.entries(expected.fields ?? {}).filter(([, value]) => value !== null);
  if (named.some(([member]) => found.members[member] === undefined)) return false;
  return typeof expected.resourceIds !== 'string' || Array.isArray(found.members.resourceIds);
}

/** The operations that a case speaks of; some threads leave it open which of several it was. */
function operationsOf(text: string): readonly string[] {
  const served = [...new Set(SITUATIONS.map(({ operation }) => operation))];
  if (text.includes('access entry operation')) return served.filter((name) => name.endsWith('AccessEntry'));
  return served.filter((name) => text.includes(name));
}

async function observedErrors(dir: string): Promise<SetResult> {
  const file = await readFile(join(dir, 'eks', 'observed-errors.json'), 'utf8');
  const { errors } = JSON.parse(file) as { errors: readonly ObservedError[] };
  const verdicts = new Map<string, Verdict[]>();
  for (const { operation, meet } of SITUATIONS) {
    const verdict = await meet();
    if (verdict) verdicts.set(operation, [...(verdicts.get(operation) ?? []), verdict]);
  }
  const current = errors.filter(({ superseded }) => superseded !== true);
  const served = current.filter(({ operation }) => operationsOf(operation).length > 0);
  const misses = served
    .filter((error) => {
      const found = operationsOf(error.operation).flatMap((operation) => verdicts.get(operation) ?? []);
      return !found.some((verdict) => agrees(error, verdict));
    })
    .map((error) => ({
      id: `${error.operation}: ${error.situation}`,
      reason: `no situation gives ${error.errorCode} ${error.form ?? error.message}`,
    }));
  return {
    name: 'eks-observed-errors',
    passed: served.length - misses.length,
    total: served.length,
    notServed: current.length - served.length,
    misses,
  };
}

/** Answers of EKS: errors from public threads, and recorded responses. */
export const eks: ConformanceSet = async (dir) => [await observedErrors(dir), await recordedResponses(dir)];
