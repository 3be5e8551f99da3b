import type { Problem } from '../domain/cluster-config/problem.ts';
import { type OutputFormat, printResult } from './output.ts';

/** Problems as a person reads them: a block each, the way out first, so that long ones do not widen a table. */
export function problemBlocks(problems: readonly Problem[]): string {
  return problems
    .map(({ document, line, path, found, allowed, message, alternative }) =>
      [
        `${document}${line === undefined ? '' : `:${line}`}${path === '' ? '' : `: ${path}`}`,
        `  ${message}${alternative === undefined ? '' : `; ${alternative}`}`,
        `  found:   ${found}`,
        `  allowed: ${allowed}`,
      ].join('\n'),
    )
    .join('\n');
}

/** Prints why documents are refused, on stdout as a result, and makes the command fail. Nothing was changed. */
export function refuseDocuments(refused: readonly Problem[], output: OutputFormat): void {
  printResult(output, { outcome: 'refused', refused }, () => problemBlocks(refused));
  process.exitCode = 1;
}
