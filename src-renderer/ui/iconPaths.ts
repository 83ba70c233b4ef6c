/** Drawn on a grid of 16, by a line of 1.5. */
export const iconPaths = {
  search: 'M7 2.75a4.25 4.25 0 1 1 0 8.5a4.25 4.25 0 0 1 0-8.5ZM10.2 10.2 13.5 13.5',
  menu: 'M2.5 4h11M2.5 8h11M2.5 12h11',
  star: 'M8 1.9l1.85 3.9 4.25.55-3.1 2.95.8 4.25L8 11.45l-3.8 2.1.8-4.25L1.9 6.35l4.25-.55Z',
  sync: 'M13 6.5A5.2 5.2 0 0 0 3.6 5M3.3 2.3v2.9h2.9M3 9.5a5.2 5.2 0 0 0 9.4 1.5M12.7 13.7v-2.9H9.8',
  plus: 'M8 3v10M3 8h10',
  settings:
    'M2.5 4.5h5M11.5 4.5h2M2.5 11.5h2M8.5 11.5h5M9.5 2.7a1.8 1.8 0 1 1 0 3.6a1.8 1.8 0 0 1 0-3.6ZM6.5 9.7a1.8 1.8 0 1 1 0 3.6a1.8 1.8 0 0 1 0-3.6Z',
  keys: 'M2 4.5h12v7H2ZM4.5 7h.01M7 7h.01M9.5 7h.01M12 7h-.01M5.5 9.3h5',
  console: 'M9.5 2.5h4v4M13.5 2.5 7.5 8.5M6.5 3.5h-4v10h10v-4',
  key: 'M5.5 7.7a2.8 2.8 0 1 1 0 5.6a2.8 2.8 0 0 1 0-5.6ZM7.6 8.4l5.9-5.9M11 5l2 2',
  copy: 'M5.5 5.5h7v8h-7ZM10.5 5.5v-3h-7v8h2',
  details: 'M2.5 3h11v10h-11ZM9.5 3v10',
  close: 'M4 4l8 8M12 4l-8 8',
} as const;
export type IconName = keyof typeof iconPaths;
