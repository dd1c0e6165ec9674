#!/usr/bin/env node
import { programUrls } from './program.mjs';

const [program] = await programUrls(new URL('./capuy.ts', import.meta.url));
await import(program);
