/**
 * Makes the application the process of one company sign-in. Whoever starts that by hand gets a sentence: it does
 * nothing without the pipes of the application that asks.
 */
export const samlSwitch = 'company-sign-in';
