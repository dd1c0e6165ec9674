#!/usr/bin/env node
// Checks the licence of every package that is installed for running the assistant against a list of those that may be,
// and names what of the tools of development is under a stronger one. Reads package-lock.json alone: no network.
// usage: licences.mjs [PACKAGE-LOCK]
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Licences under which a package may be part of what an office runs. Each asks for no more than its notice. */
const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'MIT-0',
  // Fonts: may be shipped with a program, not sold by themselves.
  'OFL-1.1',
  'Zlib',
]);

/**
 * Weak copyleft that holds for the package's own files only: used as it comes, loaded at run time, not changed. Named one by
 * one, so that the next is a decision.
 */
const asTheyCome = [
  // libvips, in a shared library beside the pictures' module.
  { name: /^@img\/sharp-/u, licences: ['LGPL-3.0-or-later'] },
  { name: /^@resvg\/resvg-js/u, licences: ['MPL-2.0'] },
];

/** A choice ('OR') needs one part that is allowed, a sum ('AND') all of them. */
function isAllowed(name, licence) {
  if (typeof licence !== 'string' || licence === '') return false;
  const parts = licence.replace(/^\((.*)\)$/u, '$1');
  if (/ AND /u.test(parts)) return parts.split(' AND ').every((part) => isAllowed(name, part));
  if (/ OR /u.test(parts)) return parts.split(' OR ').some((part) => isAllowed(name, part));
  return allowed.has(parts) || asTheyCome.some((one) => one.name.test(name) && one.licences.includes(parts));
}

const lock = process.argv[2] ?? fileURLToPath(new URL('../package-lock.json', import.meta.url));
const packages = Object.entries(JSON.parse(readFileSync(lock, 'utf8')).packages).flatMap(([path, entry]) => {
  if (path === '' || entry.link) return [];
  const name = entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const isTool = entry.dev === true || entry.devOptional === true;
  return [{ name, version: entry.version, licence: entry.license ?? '', isTool }];
});
const running = packages.filter(({ isTool }) => !isTool);
const refused = running.filter(({ name, licence }) => !isAllowed(name, licence));
const strong = packages.filter(({ isTool, licence }) => isTool && /GPL/u.test(licence));

for (const { name, version, licence } of strong)
  console.log(`tool of development only, never installed with --omit=dev: ${name} ${version} (${licence})`);
for (const { name, version, licence } of refused)
  console.error(`not on the list of licences: ${name} ${version} (${licence || 'none stated'})`);
console.log(`licences: ${running.length} packages run, ${refused.length} not allowed`);
process.exitCode = refused.length === 0 ? 0 : 1;
