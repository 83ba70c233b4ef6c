import type { Plugin } from 'vite';
import { anchors } from '../access/glossary.ts';
import { guideOf } from './guideOf.ts';

/** Makes an import of README.md its page “How AWS access works”, when the window is built: there is one text. */
export function readmeGuide(): Plugin {
  return {
    name: 'readme-guide',
    enforce: 'pre',
    transform: {
      filter: { id: /\/README\.md$/ },
      handler: (markdown) => ({
        code: `export default ${JSON.stringify(guideOf(markdown, anchors))};`,
        moduleType: 'js',
        map: null,
      }),
    },
  };
}
