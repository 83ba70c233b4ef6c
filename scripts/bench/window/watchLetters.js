// Evaluated in the page as it is: times each letter from its keydown until what it changed is painted.
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
  new MutationObserver(afterPaint).observe(document.querySelector(changes).parentElement, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
  });
  const begin = () => {
    began = performance.now();
    afterPaint();
  };
  document.querySelector(field).addEventListener('keydown', begin, { capture: true });
  window.letterTimes = {
    // Nothing more comes of a letter after that long.
    end: async () => {
      await new Promise((resolve) => setTimeout(resolve, 250));
      if (began !== undefined) letters.push(painted - began);
      began = undefined;
    },
    all: () => letters,
  };
};
