// The least that has a window and a tray icon: what Electron itself costs.
const { app, BrowserWindow, nativeImage, Tray } = require('electron');

const page = `<!doctype html><title>Hello</title><input aria-label="Letters"><p>hello world</p><script>
  const said = document.querySelector('p');
  document.querySelector('input').addEventListener('input', (event) => { said.textContent = event.target.value; });
</script>`;

app.on('window-all-closed', () => undefined);
app.whenReady().then(() => {
  globalThis.tray = new Tray(nativeImage.createEmpty());
  if (process.argv.includes('--hidden')) return;
  const window = new BrowserWindow({ width: 1200, height: 800 });
  void window.loadURL(`data:text/html,${encodeURIComponent(page)}`);
});
