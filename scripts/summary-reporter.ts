/** The members of Jest's aggregated result that the closing line needs. */
interface RunResult {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  /** Suites that failed before their tests were known: a syntax error, a module that is not there. */
  readonly numRuntimeErrorTestSuites: number;
}

/**
 * Prints `N passed, N failed` as the last line of `npm test`. Jest and its other reporters may still write
 * after their own `onRunComplete`, so the line waits for the end of the process.
 */
export default class SummaryReporter {
  onRunComplete(_contexts: unknown, result: RunResult): void {
    const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
    process.on('exit', () => {
      process.stdout.write(`${result.numPassedTests} passed, ${failed} failed\n`);
    });
  }
}
