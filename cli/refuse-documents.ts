import type { Problem } from '../domain/cluster-config/problem.ts';
import { columns, type OutputFormat, printResult } from './output.ts';

/** Prints why documents are refused, on stdout as a result, and makes the command fail. Nothing was changed. */
export function refuseDocuments(refused: readonly Problem[], output: OutputFormat): void {
  printResult(output, { outcome: 'refused', refused }, () =>
    columns(
      ['DOCUMENT', 'PATH', 'FOUND', 'ALLOWED', 'REASON'],
      refused.map(({ document, path, found, allowed, message, alternative }) => [
        document,
        path || '-',
        found,
        allowed,
        alternative === undefined ? message : `${message}; ${alternative}`,
      ]),
    ),
  );
  process.exitCode = 1;
}
