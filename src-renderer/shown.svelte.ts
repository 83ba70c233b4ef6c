/** What is open in the window beside the list. */
class Shown {
  settings = $state(false);
  keys = $state(false);
  addSignIn = $state(false);
  /** The sheet that the details are in where the window is narrow. */
  details = $state(false);
  /** The side bar over the list where the window is narrower still. */
  sideBar = $state(false);
}

export const shown = new Shown();
