import { rules } from './rules/all.ts';
import { readProduct } from './rules/product.ts';

/**
 * Holds the product's text to every rule: `npm run rules`. Each finding says where, the value that was found, and the
 * allowed ones.
 */
const product = await readProduct();
let count = 0;
for (const { name, why, check } of rules) {
  const findings = await check(product);
  count += findings.length;
  for (const { file, place, found, allowed } of findings)
    console.error(`${name}: ${file}: ${place}: ${found}; allowed: ${allowed}`);
  if (findings.length > 0) console.error(`${name}: else ${why}\n`);
}
console.log(`${rules.length} rules: ${count} findings`);
if (count > 0) process.exitCode = 1;
