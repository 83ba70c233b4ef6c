import { mount } from 'svelte';
import App from './App.svelte';
import { beside } from './beside.svelte.ts';
import './styles/tokens.css';
import './styles/base.css';
import { summoned } from './summoned.ts';
import { view } from './view.svelte.ts';

view.follow(window.latchkey);
window.latchkey.listen(({ kind }) => {
  if (kind === 'summoned') void summoned();
});
void beside.load();
mount(App, { target: document.body });
