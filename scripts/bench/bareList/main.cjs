// The least virtual list: as many rows as Latchkey has, as high, each two lines of text; what scrolls costs at least this.
const { app, BrowserWindow } = require('electron');

const page = `<!doctype html><title>Bare list</title>
<style>
  body { margin: 0; font: 14px sans-serif; }
  [role='grid'] { position: relative; height: 100vh; overflow: auto; }
  [role='row'] { position: absolute; left: 0; right: 0; height: 44px; }
</style>
<div role="grid" tabindex="0"><div></div></div>
<script>
  const rows = ${Number(process.env.BARE_LIST_ROWS ?? 50_000)};
  const high = 44;
  const grid = document.querySelector('[role=grid]');
  grid.firstChild.style.height = rows * high + 'px';
  // Of a window 800 pixels high, whose height the page may not know yet.
  const drawn = Array.from({ length: Math.ceil(Math.max(grid.clientHeight, 772) / high) + 8 }, () => {
    const row = document.createElement('div');
    row.setAttribute('role', 'row');
    row.append(document.createElement('div'), document.createElement('div'));
    return grid.firstChild.appendChild(row);
  });
  const draw = () => {
    const first = Math.max(0, Math.floor(grid.scrollTop / high) - 4);
    for (let at = first; at < first + drawn.length; at += 1) {
      const row = drawn[at % drawn.length];
      row.style.top = at * high + 'px';
      row.firstChild.textContent = 'team-' + Math.floor(at / 100) + '-account-' + at % 10 + ' / AdministratorAccess';
      row.lastChild.textContent = 300000000000 + at + ' · corp';
    }
  };
  grid.addEventListener('scroll', draw);
  draw();
</script>`;

app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1200, height: 800 });
  void window.loadURL(`data:text/html,${encodeURIComponent(page)}`);
});
