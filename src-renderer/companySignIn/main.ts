import { mount } from 'svelte';
import '../styles/tokens.css';
import '../styles/base.css';
import AddressBar from './AddressBar.svelte';

mount(AddressBar, { target: document.body });
