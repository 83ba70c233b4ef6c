const milliseconds = 6_000;

/** One line about what has just been done, for eyes and for screen readers. */
class Said {
  text = $state('');
  #timer: ReturnType<typeof setTimeout> | undefined;

  say(text: string): void {
    this.text = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.text = '';
    }, milliseconds);
  }
}

export const said = new Said();
