// Evaluated in the page as it is: when each letter began, at its keydown, and when what it changed was painted.
(field, changes) => {
  const letters = [];
  let began;
  let painted = 0;
  const afterPaint = () => {
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        painted = performance.now();
      };
      channel.port2.postMessage(null);
    });
  };
  // Texts alone: a record of each attribute would be work of its own.
  new MutationObserver(afterPaint).observe(document.querySelector(changes).parentElement, {
    subtree: true,
    childList: true,
    characterData: true,
  });
  const begin = ({ key }) => {
    // Playwright empties a field by a key, which is no letter.
    if (key.length > 1) return;
    began = performance.now();
    afterPaint();
  };
  document.querySelector(field).addEventListener('keydown', begin, { capture: true });
  window.letterTimes = {
    end: () => {
      if (began !== undefined) letters.push({ began, painted });
      began = undefined;
    },
    all: () => letters,
  };
};
