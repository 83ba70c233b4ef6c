/** Whether the person is asked to unlock the secrets; the banner and the list of problems both offer it. */
class Unlock {
  asked = $state(false);

  readonly ask = (): void => {
    this.asked = true;
  };

  end(): void {
    this.asked = false;
  }
}

export const unlock = new Unlock();
