import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

/** The window. Its page is served from app://, under a policy that allows scripts and styles of its own files only. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [svelte()],
  build: {
    target: 'chrome130',
    outDir: '../out/window',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: false,
  },
});
