// Evaluated in the page as it is: scrolls a list end to end and gives back how long each frame took, in milliseconds.
async (selector, steps) => {
  const list = document.querySelector(selector);
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const frames = [];
  let before = await frame();
  for (let step = 0; step <= steps; step += 1) {
    list.scrollTop = ((list.scrollHeight - list.clientHeight) * step) / steps;
    const now = await frame();
    frames.push(now - before);
    before = now;
  }
  list.scrollTop = 0;
  await frame();
  return frames;
};
