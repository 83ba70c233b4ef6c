/** As readmeGuide.ts makes it. */
declare module '*/README.md' {
  // An import beside this would make the file a module, which declares nothing for others.
  // eslint-disable-next-line @typescript-eslint/consistent-type-imports
  const guide: import('./guide.ts').Guide;
  export default guide;
}
