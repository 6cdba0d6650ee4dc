//! libopus for Node.
