// Whether the devices of a board work, one by one, in words for the person who can mend them.

export interface DeviceState {
  /** What a person calls it, e.g. "keypad at gpiochip pinctrl-bcm2711". */
  readonly device: string;
  readonly isWorking: boolean;
  /** What is wrong and what helps; where it works, what was found. */
  readonly sentence: string;
}

/** Contract: a driver that can lose its device tells the state at any time and never throws over it. */
export interface Diagnosable {
  states(): readonly DeviceState[];
}
