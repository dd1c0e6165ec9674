#!/usr/bin/env node
import { programUrls } from './program.mjs';

// Said here because nothing else of the assistant can be read by an older Node.js.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Trợ lý cần Node.js từ 20.19 trở lên, máy này đang có ${process.versions.node}. Mời cài bản mới từ nodejs.org rồi chạy lại.`,
  );
  process.exit(2);
}

const [program] = await programUrls(new URL('./capuy.ts', import.meta.url));
await import(program);
