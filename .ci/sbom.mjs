#!/usr/bin/env node
// Writes what the assistant is made of (CycloneDX, by `npm sbom`), without the tools of development. Needs no network.
// usage: sbom.mjs FILE
import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const file = process.argv[2];
if (!file) {
  console.error('usage: sbom.mjs FILE');
  process.exit(2);
}
const root = fileURLToPath(new URL('..', import.meta.url));
// With `--omit dev` npm 10 leaves out what a tool needs as well: pg and zod among 56. So all are listed, and the lock says
// which of them run.
const npm = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only'];
const bill = JSON.parse(
  execFileSync('npm', npm, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'ignore'],
  }),
);
const { packages } = JSON.parse(readFileSync(`${root}/package-lock.json`, 'utf8'));
const running = new Set(
  Object.entries(packages).flatMap(([path, { name, version, dev, devOptional }]) =>
    path === '' || dev || devOptional
      ? []
      : [`${name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)}@${version}`],
  ),
);
const components = bill.components.filter((component) => running.has(component['bom-ref'].split('|')[0]));
const kept = new Set([bill.metadata.component?.['bom-ref'], ...components.map((one) => one['bom-ref'])]);
const dependencies = bill.dependencies
  .filter(({ ref }) => kept.has(ref))
  .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((one) => kept.has(one)) }));
writeFileSync(`${file}.part`, `${JSON.stringify({ ...bill, components, dependencies }, null, 2)}\n`);
renameSync(`${file}.part`, file);
console.log(`sbom: ${components.length} components in ${file}`);
