import type { Answer } from './clients.ts';

/** The `aws` command line against one simulated AWS. */
export class CommandLine {
  readonly #run: (args: readonly string[], environment?: Readonly<Record<string, string>>) => Promise<Answer>;

  constructor(run: CommandLine['run']) {
    this.#run = run;
  }

  run(args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Answer> {
    return this.#run(args, environment);
  }

  /** The output of a command, whose words have no spaces in them: `eks describe-cluster --name demo`. */
  async output<T = unknown>(command: string, ...more: readonly string[]): Promise<T> {
    const answer = await this.#run([...command.split(' '), ...more]);
    if ('failure' in answer) throw new Error(`aws ${command}: ${answer.failure}`);
    return answer.output as T;
  }

  /** The refusal of a command: the code in the client's words. */
  async refusal(command: string, environment?: Readonly<Record<string, string>>): Promise<string> {
    const answer = await this.#run(command.split(' '), environment);
    if (!('failure' in answer)) throw new Error(`aws ${command} was not refused`);
    return answer.failure;
  }

  /** Asks again until the answer is as it should be. */
  async until<T>(command: string, isReached: (output: T) => boolean): Promise<T> {
    const deadline = Date.now() + DEADLINE_MS;
    for (;;) {
      const answer = await this.#run(command.split(' '));
      if ('output' in answer && isReached(answer.output as T)) return answer.output as T;
      if (Date.now() > deadline) throw new Error(`aws ${command}: ${JSON.stringify(answer)}`);
    }
  }
}

/** At the pace of these checks a cluster takes some seconds. */
const DEADLINE_MS = 120_000;
