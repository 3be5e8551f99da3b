#!/usr/bin/env node
import { buildProgram } from './program.ts';

// A reader such as `head` that has enough closes its end: there is nothing more to say, and nothing went wrong.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const program = buildProgram();
program.parseAsync(process.argv).catch((error: unknown) => {
  const { name, message } = error as Error;
  const isOurs = ['CommandError', 'Error', 'NotSimulated', 'SimulationEnded'].includes(name);
  process.stderr.write(`eks-fleet: ${isOurs ? message : `${name}: ${message}`}\n`);
  process.exitCode = name === 'NotSimulated' ? 2 : 1;
});
