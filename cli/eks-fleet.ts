#!/usr/bin/env node
import { buildProgram } from './program.ts';

const program = buildProgram();
program.parseAsync(process.argv).catch((error: unknown) => {
  const { name, message } = error as Error;
  const isOurs = ['CommandError', 'Error', 'NotSimulated', 'SimulationEnded'].includes(name);
  process.stderr.write(`eks-fleet: ${isOurs ? message : `${name}: ${message}`}\n`);
  process.exitCode = name === 'NotSimulated' ? 2 : 1;
});
