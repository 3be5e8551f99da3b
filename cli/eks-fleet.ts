#!/usr/bin/env node
import { buildProgram } from './program.ts';

const program = buildProgram();
program.parseAsync(process.argv).catch((error: unknown) => {
  const { name, message } = error as Error;
  process.stderr.write(`eks-fleet: ${message}\n`);
  process.exitCode = name === 'NotSimulated' ? 2 : 1;
});
