// The network of the simulated desk keeps the contract of its port.

import { SimNetwork } from '../../../hal/sim/machine/network.ts';
import { networkContract } from '../ports/network-contract.ts';

networkContract('SimNetwork', () => {
  const network = new SimNetwork();
  return {
    network,
    settle: () => Promise.resolve(),
    plug: (cable) => {
      network.plug(cable);
      return Promise.resolve();
    },
  };
});
