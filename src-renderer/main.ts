import { mount } from 'svelte';
import App from './App.svelte';
import './styles/tokens.css';
import './styles/base.css';
import { view } from './view.svelte.ts';

view.follow(window.latchkey);
mount(App, { target: document.body });
