#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { runNode } from './node.mjs';

/** The command, on the Node that it needs. */
runNode([fileURLToPath(new URL('../cli/eks-fleet.ts', import.meta.url)), ...process.argv.slice(2)]);
