// Goes into the stand-in, which lacks Electron's default application: runs the one in the folder that is given. An ES
// module, because a CommonJS one could load another ES module only after `ready`, too late to register a scheme.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const folder = resolve(process.argv.slice(1).find((word) => !word.startsWith('-')) ?? '.');
const { name, productName, main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
app.setName(productName ?? name);
app.setAppPath(folder);
await import(pathToFileURL(join(folder, main)).href);
