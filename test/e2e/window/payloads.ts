const act = 'window.ran=1';

/** What a script in a text looks like, with the act that gives it away. */
const shapes: readonly ((code: string) => string)[] = [
  (code) => `<script>${code}</script>`,
  (code) => `<img src=x onerror="${code}">`,
  (code) => `<svg onload="${code}">`,
  (code) => `<svg><script href="data:text/javascript,${code}"/></svg>`,
  (code) => `<iframe srcdoc="<script>parent.${code}</script>"></iframe>`,
  (code) => `<a href="javascript:${code}">x</a>`,
  (code) => `<body onload=${code}>`,
  (code) => `<details open ontoggle="${code}">`,
  (code) => `<input autofocus onfocus="${code}">`,
  (code) => `<video><source onerror="${code}"></video>`,
  (code) => `<object data="javascript:${code}"></object>`,
  (code) => `<meta http-equiv="refresh" content="0;url=javascript:${code}">`,
  (code) => `<style>@import "javascript:${code}"</style>`,
  (code) => `<template shadowrootmode=open><script>${code}</script></template>`,
  (code) => `<math><mtext><img src onerror="${code}">`,
  (code) => `<link rel=stylesheet href="data:text/css,x" onload="${code}">`,
  (code) => `javascript:${code}`,
  (code) => `\${${code}}`,
  (code) => `{@html "<img src=x onerror=${code}>"}`,
  (code) => `{{constructor.constructor('${code}')()}}`,
];
/** Ways out of where a text may stand. */
const wraps: readonly ((payload: string) => string)[] = [
  (payload) => payload,
  (payload) => `">${payload}`,
  (payload) => `'>${payload}`,
  (payload) => `</textarea></title></style></script>-->${payload}`,
  (payload) => `prod\u202e\u0000\u2028${payload}`,
];

/** A hundred texts that run `window.ran=1` where a text is taken for more than a text. */
export const scriptPayloads: readonly string[] = shapes.flatMap((shape) =>
  wraps.map((wrap) => wrap(shape(act))),
);
