import { vi } from 'vitest';

// Files that share a process share none of our modules, nor what those remember.
vi.resetModules();
