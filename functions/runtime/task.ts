import { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import type { Handler } from 'aws-lambda';
import * as z from 'zod';
import type { Contract } from '../../domain/contract.ts';
import { TaskError } from '../../domain/errors.ts';
import { beginInvocation } from './invocation.ts';

/** Ports by name, each made when an execution environment first uses it. */
type PortProviders<Ports> = { readonly [Name in keyof Ports]: () => Ports[Name] };

/**
 * Middy would answer with an error of its own shortly before Lambda's timeout. Lambda then freezes the environment
 * with the call still on its way, and the next invocation there thaws it: a change could be made long after its lease
 * was looked at. Lambda's own timeout ends the process, and the state machines try again by its name.
 */
const ENDS_BY_LAMBDA = { timeoutEarlyInMillis: 0 } as const;

const loggers = new Map<string, Logger>();

/** A logger keeps nothing of an environment but the level that it logs at, and takes long to make. */
function logger(): Logger {
  const level = process.env.POWERTOOLS_LOG_LEVEL ?? '';
  const known = loggers.get(level) ?? new Logger({ serviceName: 'eks-fleet' });
  loggers.set(level, known);
  return known;
}

/**
 * Makes a Lambda handler of a task. Input and output are held to the contract. Every error leaves under a name that
 * the state machine knows, and its message begins with the task's own name, so that a failure says which step it came
 * from.
 */
export function task<Input extends z.ZodType, Output extends z.ZodType, Ports>(
  contract: Contract<Input, Output>,
  ports: PortProviders<Ports>,
  run: (input: z.output<Input>, ports: Ports) => Promise<z.input<Output>>,
): Handler<unknown, z.output<Output>> {
  const made = whenUsed(ports);
  const handle = async (event: unknown): Promise<z.output<Output>> => {
    const input = parse('input', contract.input, event) as z.output<Input>;
    return parse('output', contract.output, await run(input, made)) as z.output<Output>;
  };
  return middy(handle, ENDS_BY_LAMBDA)
    .before(({ event, context }) => beginInvocation(event, context))
    .after(({ event, response }) => {
      const outcome = (response as { outcome?: string } | undefined)?.outcome;
      // A task that only looked has its outcome in the execution's history; a task that made a change tells it here
      // as well.
      logger()[contract.effect ? 'info' : 'debug']('done', { ...ofInvocation(contract, event), outcome });
    })
    .onError((request) => {
      const error = named(contract, request.error);
      const reason = { error: error.name, reason: error.message };
      logger().error('failed', { ...ofInvocation(contract, request.event), ...reason });
      request.error = error;
    }) as never;
}

/** Most invocations need few of a task's ports: clients of the others would only make a cold start longer. */
function whenUsed<Ports>(ports: PortProviders<Ports>): Ports {
  const made = {} as Ports;
  for (const name in ports) Object.defineProperty(made, name, { get: ports[name], enumerable: true });
  return made;
}

function parse(side: string, schema: z.ZodType, value: unknown): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new TaskError(
    'InvalidInput',
    `${side} is not as the contract says: ${z.prettifyError(result.error)}`,
  );
}

/** Only names that the contract declares may leave; anything else is `Unexpected`, with its message kept. */
function named(contract: Contract, error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  const name = error instanceof TaskError && contract.throws.includes(error.name) ? error.name : 'Unexpected';
  const step = contract.task.split('/').at(-1) as string;
  return new TaskError(name, `${step}: ${message}`, { cause: error });
}

/** The members of each line of a log. */
function ofInvocation({ task }: Contract, event: unknown): { task: string; operation: string | undefined } {
  return { task, operation: (event as { operation?: { id?: string } } | undefined)?.operation?.id };
}
