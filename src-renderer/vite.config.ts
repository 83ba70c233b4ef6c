import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { readmeGuide } from './guide/readmeGuide.ts';

/** The window, and the address bar of a company’s sign-in. Their pages are served from app://, under a
 * policy that allows scripts and styles of their own files only. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [svelte(), readmeGuide()],
  build: {
    target: 'chrome130',
    outDir: '../out/window',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    // Of one file that another imports, which else would be asked for only once that one is there.
    modulePreload: { polyfill: false },
    rolldownOptions: { input: ['src-renderer/index.html', 'src-renderer/companySignIn.html'] },
  },
});
